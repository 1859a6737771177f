/** CHILD-1 to 5 and CC-1 to 4: who comes along. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { mostChildren, type SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import {
  CAPPED_TICKETS,
  COMMUNITY,
  COURSE,
  EARLIER,
  EVENING,
  facts,
  lease,
  PERSONAL,
  RESERVED,
} from '../unit/sale-facts.ts';

function codesOf(given: Partial<SaleFacts>): string[] {
  return decide(facts(given)).reasons.map(({ code }) => code);
}

describe('CHILD: children and grandchildren', () => {
  test('CHILD-1: any number comes along with a card of unknown limit, to the same performance', () => {
    expect(decide(facts({ children: 9 }))).toMatchObject({ outcome: 'accept', children: 9, mostChildren: null });
    expect(decide(facts({ stage: 'reserve', children: 9 })).outcome).toBe('accept');
  });

  test('CHILD-2: no child places on courses, whatever the card says', () => {
    expect(mostChildren(PERSONAL, COURSE)).toBe(0);
    expect(mostChildren(null, COURSE)).toBe(0);
    expect(mostChildren(COMMUNITY, COURSE)).toBe(0);
    expect(codesOf({ performance: COURSE, card: { ...PERSONAL, childLimit: 2 }, children: 3 })).toEqual([
      'children.on-course',
    ]);
    expect(codesOf({ performance: COURSE, children: 0 })).toEqual([]);
  });

  test('CHILD-3: the adult is implicit: no children is an acquisition, and only their number is a fact', () => {
    expect(decide(facts({ performance: CAPPED_TICKETS, lease: lease(1), children: 0 }))).toMatchObject({
      outcome: 'accept',
      units: 1,
    });
  });

  test('CHILD-4: the registry’s limit holds for a personal card, to the number', () => {
    const card = { ...PERSONAL, childLimit: 2 };
    expect(decide(facts({ card, children: 2 }))).toMatchObject({ outcome: 'accept', mostChildren: 2 });
    expect(codesOf({ card, children: 3 })).toEqual(['children.over-limit']);
    expect(codesOf({ card: { ...PERSONAL, childLimit: 0 }, children: 1 })).toEqual(['children.over-limit']);
    expect(mostChildren(null, EVENING)).toBeNull();
  });

  test('CHILD-4: whether that refuses or is left to staff is the rule set’s', () => {
    const card = { ...PERSONAL, childLimit: 2 };
    const rules = { ...PRESET_RULE_SET, childLimit: 'warn' as const };
    expect(decide(facts({ rules, card, children: 3 }))).toMatchObject({
      outcome: 'warn',
      reasons: [{ code: 'children.over-limit', severity: 'warn', parameters: { most: 2 } }],
    });
  });

  test('CHILD-5: two ages of the rule set: own children under 18, clients on a community card under 16', () => {
    expect(PRESET_RULE_SET.ages).toEqual({ holderFrom: 16, ownChildrenUnder: 18, clientsUnder: 16 });
    const ages = { holderFrom: 16, ownChildrenUnder: 17, clientsUnder: 15 };
    const rules = { ...PRESET_RULE_SET, ages };
    const grounds = (given: Partial<SaleFacts>) => decide(facts({ rules, ...given })).grounds;
    expect(grounds({})).toContainEqual({ code: 'ground.children-free', rule: 'CHILD-4', parameters: { under: 17 } });
    expect(grounds({ card: COMMUNITY, children: 1 })).toContainEqual({
      code: 'ground.clients',
      rule: 'CC-1',
      parameters: { under: 15 },
    });
  });
});

describe('CC: community cards', () => {
  test('CC-1: with neither a member nor a client it warns; with either it does not', () => {
    expect(codesOf({ card: COMMUNITY })).toEqual(['card.community-without-client']);
    expect(codesOf({ card: COMMUNITY, children: 1 })).toEqual([]);
    expect(codesOf({ card: COMMUNITY, members: 1 })).toEqual([]);
    expect(codesOf({ card: COMMUNITY, children: 1, members: 1 })).toEqual([]);
    expect(codesOf({ stage: 'reserve', card: COMMUNITY })).toEqual(['card.community-without-client']);
    expect(codesOf({ card: PERSONAL })).toEqual([]);
    expect(codesOf({ stage: 'attend', card: COMMUNITY, earlier: [EARLIER] })).toEqual([]);
  });

  test('CC-1: clients have no limit of the card’s', () => {
    expect(mostChildren({ ...COMMUNITY, childLimit: 2 }, EVENING)).toBeNull();
    expect(decide(facts({ card: { ...COMMUNITY, childLimit: 2 }, children: 9 })).outcome).toBe('accept');
  });

  test('CC-2: no course places, reserved or redeemed; nothing is then said of clients', () => {
    expect(codesOf({ card: COMMUNITY, performance: COURSE })).toEqual(['card.community-on-course']);
    expect(codesOf({ card: COMMUNITY, performance: COURSE, stage: 'reserve' })).toEqual(['card.community-on-course']);
    expect(codesOf({ card: PERSONAL, performance: COURSE })).toEqual([]);
  });

  test('CC-3: open-ended until ended', () => {
    expect(decide(facts({ card: COMMUNITY, children: 1 })).grounds[0]).toEqual({
      code: 'ground.card-open-ended',
      rule: 'CC-3',
      parameters: {},
    });
    expect(codesOf({ card: { ...COMMUNITY, state: 'ended' }, children: 1 })).toEqual(['card.ended']);
  });

  test('CC-4: again for the same performance only deliberately, whether reserved or redeemed before', () => {
    const given = { card: COMMUNITY, children: 1 };
    expect(decide(facts({ ...given, earlier: [EARLIER] })).outcome).toBe('warn');
    expect(codesOf({ ...given, earlier: [EARLIER] })).toEqual(['card.community-again']);
    expect(codesOf({ ...given, stage: 'reserve', earlier: [RESERVED] })).toEqual(['card.community-again']);
    expect(codesOf({ ...given, earlier: [RESERVED] })).toEqual(['reservation.found']);
  });
});
