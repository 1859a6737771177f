/** CARD-1 to 10: personal cards. What a code looks like is tested in test/unit/card-code.test.ts. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import {
  cardInvalidOn,
  cardSchema,
  endCard,
  extendCard,
  mayHold,
  presetLastDay,
  type Card,
} from '../../src-shared/card/card.ts';
import { parseCardCode } from '../../src-shared/card/code.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import {
  CAPPED,
  CAPPED_TICKETS,
  COMMUNITY,
  DAY_ADMISSION,
  EARLIER,
  facts,
  lease,
  PERSONAL,
  RESERVED,
} from '../unit/sale-facts.ts';

function codesOf(given: Partial<SaleFacts>): string[] {
  return decide(facts(given)).reasons.map(({ code }) => code);
}

describe('CARD-1, CARD-2: what a code holds', () => {
  test('CARD-1: the kind of card is no matter of its code: the same code, two kinds, two verdicts', () => {
    const code = parseCardCode('am99 000123', PRESET_RULE_SET.code);
    expect(code).toEqual(ok('AM99000123'));
    expect(codesOf({ code, card: PERSONAL })).toEqual([]);
    expect(codesOf({ code, card: COMMUNITY })).toEqual(['card.community-without-client']);
  });

  test('CARD-2: what cannot be a code is refused with the reason why', () => {
    const code = parseCardCode('A-1', PRESET_RULE_SET.code);
    expect(code).toEqual(fail('card.malformed', { why: 'characters' }));
    expect(decide(facts({ code, card: null }))).toMatchObject({
      outcome: 'refuse',
      reasons: [{ code: 'card.malformed', parameters: { why: 'characters' } }],
      grounds: [],
    });
  });
});

describe('CARD-3: twelve months, to the end of the registered last day', () => {
  test('CARD-3: the preset last day is the same date next year, 29 February the 28th', () => {
    expect(presetLastDay('2026-11-20')).toBe('2027-11-20');
    expect(presetLastDay('2028-02-29')).toBe('2029-02-28');
  });

  test('CARD-3: valid on its first and its last day, and on no other side of them', () => {
    const card = { ...PERSONAL, firstDay: '2026-03-10', lastDay: '2026-04-20' };
    expect(cardInvalidOn(card, '2026-03-09')).toBe('card.not-yet-valid');
    expect(cardInvalidOn(card, '2026-03-10')).toBeNull();
    expect(cardInvalidOn(card, '2026-04-20')).toBeNull();
    expect(cardInvalidOn(card, '2026-04-21')).toBe('card.expired');
  });
});

describe('CARD-4: a card that is not in the registry does not work', () => {
  test('CARD-4: refused under a code of its own, also where the site accepts what a stale list cannot tell', () => {
    for (const provisional of ['off', 'ask', 'allow'] as const) {
      expect(decide(facts({ card: null, provisional }))).toMatchObject({
        outcome: 'refuse',
        reasons: [{ code: 'card.unknown' }],
      });
    }
  });

  test('CARD-4: a list is stale from beyond the rule set’s hours on', () => {
    const staleAfterHours = 5;
    const rules = { ...PRESET_RULE_SET, staleAfterHours };
    expect(codesOf({ rules, card: null, cache: { usable: true, ageHours: 5 } })).toEqual(['card.unknown']);
    expect(codesOf({ rules, card: null, cache: { usable: true, ageHours: 5.01 } })).toEqual([
      'card.unknown-stale-cache',
    ]);
  });
});

describe('CARD-5: uses are unlimited, but one adult uses one ticket', () => {
  test('CARD-5: a second redemption or reservation for the same performance is stopped', () => {
    expect(codesOf({ earlier: [EARLIER] })).toEqual(['duplicate.same-performance']);
    expect(codesOf({ stage: 'reserve', earlier: [EARLIER] })).toEqual(['duplicate.same-performance']);
    expect(codesOf({ stage: 'reserve', earlier: [RESERVED] })).toEqual(['duplicate.reserved']);
    expect(codesOf({ stage: 'reserve', earlier: [RESERVED, EARLIER] })).toEqual(['duplicate.same-performance']);
    expect(codesOf({ earlier: [RESERVED, EARLIER] })).toEqual(['duplicate.same-performance', 'reservation.found']);
  });

  test('CARD-5: a card that the list cannot tell counts as personal', () => {
    expect(
      codesOf({ card: null, cache: { usable: false, ageHours: 1 }, provisional: 'allow', earlier: [EARLIER] }),
    ).toEqual(['duplicate.same-performance', 'cache.empty']);
  });

  test('CARD-5: two reservations of one card, made at desks that did not know of each other: one is redeemed', () => {
    const other = { ...RESERVED, acquisitionId: '019d0000-0000-7000-8000-0000000000e9', here: false };
    expect(decide(facts({ earlier: [RESERVED, other] }))).toMatchObject({
      outcome: 'warn',
      acquisitionId: RESERVED.acquisitionId,
      reasons: [
        { code: 'duplicate.reserved', severity: 'warn' },
        { code: 'reservation.found', severity: 'note' },
      ],
    });
    expect(codesOf({ earlier: [EARLIER, other] })).toEqual(['duplicate.same-performance', 'reservation.found']);
  });

  test('CARD-5: a second visit on one day warns, and counts the holder once against a cap of holders', () => {
    const holders = { ...DAY_ADMISSION, cap: CAPPED.cap };
    const again = { performance: holders, lease: lease(0), earlier: [EARLIER] };
    expect(decide(facts(again))).toMatchObject({
      outcome: 'warn',
      units: 0,
      reasons: [{ code: 'duplicate.same-day' }],
    });
    expect(decide(facts({ ...again, stage: 'reserve' })).units).toBe(0);
    expect(decide(facts({ ...again, earlier: [] }))).toMatchObject({ outcome: 'refuse', units: 1 });
  });

  test('CARD-5: of a cap of tickets, of an evening, or by another worker, the second visit takes its place', () => {
    const tickets = { ...DAY_ADMISSION, cap: CAPPED_TICKETS.cap };
    expect(decide(facts({ performance: tickets, lease: lease(9), earlier: [EARLIER], children: 1 })).units).toBe(2);
    expect(decide(facts({ performance: CAPPED, lease: lease(9), earlier: [EARLIER] })).units).toBe(1);
    const holders = { ...DAY_ADMISSION, cap: CAPPED.cap };
    const given = { performance: holders, lease: lease(9), earlier: [EARLIER], card: COMMUNITY, children: 1 };
    expect(decide(facts(given)).units).toBe(1);
  });

  test('CARD-5: redeeming the reservation of a second visit takes nothing either', () => {
    const holders = { ...DAY_ADMISSION, cap: CAPPED.cap };
    const second = { ...RESERVED, units: 0, lapsesAt: null };
    expect(decide(facts({ performance: holders, lease: lease(0), earlier: [EARLIER, second] }))).toMatchObject({
      outcome: 'warn',
      units: 0,
      acquisitionId: second.acquisitionId,
    });
  });

  test('CARD-5: a visit whose reservation lapsed has not been counted', () => {
    const holders = { ...DAY_ADMISSION, cap: CAPPED.cap };
    const gone = { ...RESERVED, lapsesAt: '2026-11-20T09:00:00.000Z' };
    expect(decide(facts({ performance: holders, lease: lease(5), earlier: [gone] }))).toMatchObject({
      outcome: 'accept',
      units: 1,
    });
  });
});

describe('CARD-6: who may hold one', () => {
  test('CARD-6: at least 16, or so in the current year', () => {
    expect(mayHold(2010, '2026-01-01', PRESET_RULE_SET)).toBe(true);
    expect(mayHold(2011, '2026-12-31', PRESET_RULE_SET)).toBe(false);
    expect(mayHold(2011, '2027-01-01', PRESET_RULE_SET)).toBe(true);
    expect(mayHold(2012, '2026-01-01', { ages: { ...PRESET_RULE_SET.ages, holderFrom: 14 } })).toBe(true);
  });
});

describe('CARD-7: extended, ended, out of use', () => {
  const outOfUse: Card = { ...PERSONAL, state: 'out-of-use' };
  const ended: Card = { ...PERSONAL, state: 'ended' };

  test('CARD-7: extended for twelve months from the renewal, active again, first day and all else kept', () => {
    expect(extendCard(ended, '2026-11-20')).toEqual(ok({ ...PERSONAL, lastDay: '2027-11-20' }));
    expect(extendCard(PERSONAL, '2028-02-29')).toEqual(ok({ ...PERSONAL, lastDay: '2029-02-28' }));
    expect(extendCard({ ...COMMUNITY, state: 'ended' }, '2026-11-20')).toEqual(ok(COMMUNITY));
  });

  test('CARD-7: ended early; what is out of use stays so', () => {
    expect(endCard(PERSONAL)).toEqual(ok(ended));
    expect(endCard(ended)).toEqual(ok(ended));
    expect(endCard(outOfUse)).toEqual(fail('card.out-of-use'));
    expect(extendCard(outOfUse, '2026-11-20')).toEqual(fail('card.out-of-use'));
  });

  test('CARD-7: desks obey: an ended card and one out of use are refused while their dates hold', () => {
    expect(cardInvalidOn(ended, '2026-11-20')).toBe('card.ended');
    expect(cardInvalidOn(outOfUse, '2026-11-20')).toBe('card.out-of-use');
    expect(codesOf({ card: ended })).toEqual(['card.ended']);
    expect(codesOf({ card: outOfUse })).toEqual(['card.out-of-use']);
  });
});

describe('CARD-8: the card is present', () => {
  test('CARD-8: a reservation by telephone is told apart; redeeming always has the card', () => {
    expect(decide(facts({ stage: 'reserve', cardSeen: false }))).toMatchObject({
      outcome: 'accept',
      reasons: [{ code: 'card.not-seen', severity: 'note' }],
    });
    expect(codesOf({ stage: 'reserve', cardSeen: true })).toEqual([]);
    expect(codesOf({ stage: 'redeem', cardSeen: false })).toEqual([]);
    expect(codesOf({ stage: 'attend', cardSeen: false, earlier: [EARLIER] })).toEqual([]);
  });
});

describe('CARD-9, CARD-10: what is never asked', () => {
  test.each(['name', 'income', 'otherCards', 'approvedBy', 'area', 'municipality'])(
    'CARD-9, CARD-10: a card has no field “%s”, and is refused with one',
    (field) => {
      expect(Object.keys(cardSchema.shape)).not.toContain(field);
      expect(cardSchema.safeParse(PERSONAL).success).toBe(true);
      expect(cardSchema.safeParse({ ...PERSONAL, [field]: 'x' }).success).toBe(false);
    },
  );

  test('the schema of a card refuses what is no kind, no day, no state, no number', () => {
    const wrong = { kind: 'gold', firstDay: '2026-13-01', lastDay: 'never', state: 'lost', childLimit: -1 };
    const accepted = Object.entries(wrong).filter(
      ([field, value]) => cardSchema.safeParse({ ...PERSONAL, [field]: value }).success,
    );
    expect(accepted).toEqual([]);
    expect(cardSchema.safeParse(COMMUNITY).success).toBe(true);
    for (const state of ['active', 'ended', 'out-of-use']) {
      expect(cardSchema.safeParse({ ...PERSONAL, state, childLimit: 0 }).success).toBe(true);
    }
  });
});
