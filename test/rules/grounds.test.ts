/** Why an accepted acquisition is lawful: for every accepted combination its grounds, each with its rule (CAP-10). */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import type { GroundCode } from '../../src-shared/acquisition/grounds.ts';
import { groundSchema } from '../../src-shared/acquisition/grounds.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import {
  ATTENDED,
  CAPPED,
  CAPPED_TICKETS,
  COMMUNITY,
  COURSE,
  DAY_ADMISSION,
  EARLIER,
  EVENING,
  facts,
  lease,
  NO_WINDOWS,
  PERSONAL,
  RESERVED,
} from '../unit/sale-facts.ts';

function grounds(given: Partial<SaleFacts>) {
  return decide(facts(given)).grounds;
}

function ground(given: Partial<SaleFacts>, code: GroundCode) {
  return grounds(given).find((each) => each.code === code);
}

const both = { ...EVENING, windows: { oneMonthBefore: true, redeemMinutesBefore: 600, lapseMinutesBefore: 0 } };

describe('grounds', () => {
  test.each<[string, Partial<SaleFacts>, GroundCode[]]>([
    ['an ordinary sale', {}, ['ground.card-valid', 'ground.children-free', 'ground.no-cap', 'ground.rule-set']],
    [
      'a card of a known limit, a cap, a window',
      { card: { ...PERSONAL, childLimit: 2 }, performance: { ...CAPPED, windows: both.windows }, lease: lease(3) },
      ['ground.card-valid', 'ground.children-most', 'ground.window-open', 'ground.cap', 'ground.rule-set'],
    ],
    [
      'a community card',
      { card: COMMUNITY, children: 1 },
      ['ground.card-open-ended', 'ground.clients', 'ground.no-cap', 'ground.rule-set'],
    ],
    [
      'a course',
      { performance: COURSE },
      ['ground.card-valid', 'ground.children-none', 'ground.no-cap', 'ground.rule-set'],
    ],
    [
      'a reservation, here',
      { earlier: [RESERVED], performance: CAPPED, lease: lease(0) },
      ['ground.card-valid', 'ground.reservation', 'ground.children-free', 'ground.cap', 'ground.rule-set'],
    ],
    [
      'a card that the list cannot tell',
      { card: null, provisional: 'ask', cache: { usable: false, ageHours: 1 } },
      ['ground.provisional', 'ground.children-free', 'ground.no-cap', 'ground.rule-set'],
    ],
    [
      'a second visit',
      { performance: { ...DAY_ADMISSION, cap: CAPPED.cap }, lease: lease(0), earlier: [EARLIER] },
      ['ground.card-valid', 'ground.children-free', 'ground.holder-counted', 'ground.rule-set'],
    ],
    ['attending', { stage: 'attend', earlier: [EARLIER] }, ['ground.card-valid', 'ground.ticket']],
    ['attending again', { stage: 'attend', earlier: [ATTENDED] }, ['ground.card-valid', 'ground.ticket']],
    [
      'attending with a card that has expired: the ticket alone',
      { stage: 'attend', card: { ...PERSONAL, lastDay: '2026-11-19' }, earlier: [EARLIER] },
      ['ground.ticket'],
    ],
    [
      'attending with a card not in the list: the same',
      { stage: 'attend', card: null, earlier: [EARLIER] },
      ['ground.ticket'],
    ],
    ['a refusal: none', { card: null }, []],
  ])('CAP-10: of %s', (_, given, codes) => {
    expect(grounds(given).map(({ code }) => code)).toEqual(codes);
    for (const each of grounds(given)) expect(groundSchema.parse(each)).toEqual(each);
  });

  test('CARD-3, CC-3, SALE-7: say of the card and the place what staff may be asked', () => {
    expect(ground({}, 'ground.card-valid')).toEqual({
      code: 'ground.card-valid',
      rule: 'CARD-3',
      parameters: { lastDay: '2027-01-15' },
    });
    const place = { at: EARLIER.at, desk: 'Kassa 2' };
    expect(ground({ earlier: [RESERVED] }, 'ground.reservation')).toEqual({
      code: 'ground.reservation',
      rule: 'SALE-7',
      parameters: place,
    });
    expect(ground({ stage: 'attend', earlier: [EARLIER] }, 'ground.ticket')?.parameters).toEqual(place);
  });

  test('CHILD-4: say how many children, and under which age', () => {
    expect(ground({ card: { ...PERSONAL, childLimit: 2 } }, 'ground.children-most')).toEqual({
      code: 'ground.children-most',
      rule: 'CHILD-4',
      parameters: { most: 2, under: 18 },
    });
  });

  test('SALE-3: name the window that was waited for: redeeming its own, else the month’s', () => {
    const opensAt = (given: Partial<SaleFacts>) => ground(given, 'ground.window-open')?.parameters['opensAt'];
    expect(opensAt({ performance: both })).toBe('2026-11-20T07:00:00.000Z');
    expect(opensAt({ performance: both, stage: 'reserve' })).toBe('2026-10-19T21:00:00.000Z');
    const month = { ...EVENING, windows: { ...NO_WINDOWS, oneMonthBefore: true } };
    expect(opensAt({ performance: month })).toBe('2026-10-19T21:00:00.000Z');
    expect(opensAt({ performance: month, now: Date.parse('2026-10-19T21:00:00.000Z') })).toBe(
      '2026-10-19T21:00:00.000Z',
    );
    const early = { performance: month, earlier: [RESERVED], now: Date.parse('2026-10-19T20:00:00.000Z') };
    expect(decide(facts(early)).outcome).toBe('accept');
    expect(opensAt(early)).toBeUndefined();
  });

  test('CAP-7, CAP-10: name the cap rule that holds, the cap, and what is left after this one', () => {
    const twenty = { balance: 3, registryHasMore: true, left: 7 };
    expect(ground({ performance: CAPPED, lease: twenty }, 'ground.cap')).toEqual({
      code: 'ground.cap',
      rule: 'CAP-1',
      parameters: { rule: 'CAP-1', limit: 10, left: 6 },
    });
    const guest = { ...CAPPED_TICKETS, guest: true };
    expect(ground({ performance: guest, lease: twenty, children: 2 }, 'ground.cap')).toEqual({
      code: 'ground.cap',
      rule: 'CAP-6',
      parameters: { rule: 'CAP-6', limit: 10, left: 4 },
    });
    const wrong = { balance: 1, registryHasMore: false, left: 0 };
    expect(ground({ performance: CAPPED, lease: wrong }, 'ground.cap')?.parameters['left']).toBe(0);
    expect(ground({ performance: CAPPED, lease: null }, 'ground.no-cap')).toBeDefined();
  });

  test('CAP-10: name the rule set by its first day', () => {
    const rules = { ...PRESET_RULE_SET, firstDay: '2026-09-01' };
    expect(ground({ rules }, 'ground.rule-set')).toEqual({
      code: 'ground.rule-set',
      rule: 'CAP-10',
      parameters: { firstDay: '2026-09-01' },
    });
  });
});
