/** A desk's clock that is a day off: put right by the registry's time, days are right again (CARD-3, SALE-3, SALE-7). */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { DAY_ADMISSION, EVENING, facts, NO_WINDOWS, PERSONAL } from '../unit/sale-facts.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-20T10:00:00.000Z');

/** `decide` at a machine whose clock is `skew` milliseconds ahead, with the time put right or as the machine has it. */
function outcomeAt(skew: number, isPutRight: boolean, given: Parameters<typeof facts>[0]): string {
  const machine = NOW + skew;
  return decide(facts({ ...given, now: isPutRight ? machine - skew : machine })).outcome;
}

describe('a clock that is wrong by a day', () => {
  const cases: [string, Parameters<typeof facts>[0], string][] = [
    ['CARD-3: a card on its last day', { card: { ...PERSONAL, lastDay: '2026-11-20' } }, 'accept'],
    ['CARD-3: a card that ended yesterday', { card: { ...PERSONAL, lastDay: '2026-11-19' } }, 'refuse'],
    ['CARD-3: a card that begins today', { card: { ...PERSONAL, firstDay: '2026-11-20' } }, 'accept'],
    ['SALE-7: today’s museum', { performance: DAY_ADMISSION }, 'accept'],
    ['SALE-7: yesterday’s museum', { performance: { ...DAY_ADMISSION, day: '2026-11-19' } }, 'refuse'],
    [
      'SALE-3: a window that opens tomorrow',
      { performance: { ...EVENING, day: '2026-12-21', windows: { ...NO_WINDOWS, oneMonthBefore: true } } },
      'refuse',
    ],
  ];

  test.each(cases)('%s', (_, given, outcome) => {
    for (const skew of [-DAY, 0, DAY]) expect(outcomeAt(skew, true, given)).toBe(outcome);
  });

  test('CARD-3: uncorrected it would be wrong, in either direction', () => {
    expect(outcomeAt(DAY, false, { card: { ...PERSONAL, lastDay: '2026-11-20' } })).toBe('refuse');
    expect(outcomeAt(-DAY, false, { card: { ...PERSONAL, firstDay: '2026-11-20' } })).toBe('refuse');
  });
});
