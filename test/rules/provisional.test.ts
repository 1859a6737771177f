/** CARD-4, USE-3: what becomes of a card that the list cannot tell, by the site's policy, at each stage. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { verdictSchema } from '../../src-shared/acquisition/verdict.ts';
import { sitePolicySchema } from '../../src-shared/registry-api/bodies/site.ts';
import { EARLIER, facts, RESERVED } from '../unit/sale-facts.ts';

const LISTS = {
  'cache.empty': { card: null, cache: { usable: false, ageHours: 9_999 } },
  'card.unknown-stale-cache': { card: null, cache: { usable: true, ageHours: 73 } },
} as const;

const OUTCOMES = { off: 'refuse', ask: 'warn', allow: 'accept' } as const;
const SEVERITIES = { off: 'refuse', ask: 'warn', allow: 'note' } as const;
const PLACES: Record<string, Partial<SaleFacts>> = {
  reserve: { stage: 'reserve' },
  redeem: { stage: 'redeem' },
  'redeem a reservation': { stage: 'redeem', earlier: [RESERVED] },
};

const all = (['off', 'ask', 'allow'] as const).flatMap((policy) =>
  (['cache.empty', 'card.unknown-stale-cache'] as const).flatMap((code) =>
    Object.keys(PLACES).map((place) => [policy, code, place] as const),
  ),
);

describe('CARD-4: the site’s policy for a card that the list cannot tell', () => {
  test.each(all)('CARD-4: policy %s, %s, to %s', (provisional, code, place) => {
    const verdict = decide(facts({ ...LISTS[code], ...PLACES[place], provisional }));
    expect(verdict.outcome).toBe(OUTCOMES[provisional]);
    expect(verdict.reasons[0]).toMatchObject({ code, severity: SEVERITIES[provisional] });
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(verdict.grounds[0]).toEqual(
      provisional === 'off' ? undefined : { code: 'ground.provisional', rule: 'CARD-4', parameters: {} },
    );
  });

  test.each(['off', 'ask', 'allow'] as const)(
    'CARD-4: policy %s is not asked where a ticket is in hand: attending warns; without one it refuses',
    (provisional) => {
      for (const list of Object.values(LISTS)) {
        const attend = { ...list, provisional, stage: 'attend' } as const;
        expect(decide(facts({ ...attend, earlier: [EARLIER] })).outcome).toBe('warn');
        expect(decide(facts(attend)).outcome).toBe('refuse');
      }
    },
  );

  test('USE-3: a card that a stale list knows is sold to, with a warning, whatever the policy', () => {
    for (const provisional of ['off', 'ask', 'allow'] as const) {
      expect(decide(facts({ provisional, cache: { usable: true, ageHours: 73 } }))).toMatchObject({
        outcome: 'warn',
        reasons: [{ code: 'cache.stale', severity: 'warn' }],
      });
    }
  });

  test('CARD-4: the policy is one of three', () => {
    for (const provisional of ['off', 'ask', 'allow']) {
      expect(sitePolicySchema.safeParse({ provisional }).success).toBe(true);
    }
    expect(sitePolicySchema.safeParse({ provisional: 'always' }).success).toBe(false);
  });
});
