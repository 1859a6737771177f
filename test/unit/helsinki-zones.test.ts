/** Helsinki days on machines of any time zone: each a process of its own (CARD-3, SALE-3, SALE-7). */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { dateAnswers, SPECIAL_DAYS } from './date-answers.ts';

const ANSWERS = fileURLToPath(new URL('date-answers.ts', import.meta.url));
const run = promisify(execFile);

describe('dates', () => {
  test.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC', 'Europe/Helsinki', 'Australia/Sydney'])(
    'CARD-3, SALE-3: a machine set to %s gives the same answers',
    async (zone) => {
      const { stdout } = await run(process.execPath, [ANSWERS], { env: { ...process.env, TZ: zone } });
      const child = JSON.parse(stdout) as { zone: string; answers: unknown };
      expect(child.zone).toBe(zone);
      expect(child.answers).toEqual(dateAnswers());
    },
  );

  test('CARD-3, SALE-3: and they are these', () => {
    const answers = dateAnswers() as Record<string, Record<string, unknown>>;
    expect(answers['2026-03-29']).toMatchObject({
      starts: '2026-03-28T22:00:00.000Z',
      ends: '2026-03-29T21:00:00.000Z',
      hours: 23,
      hoursOf: [0, 4, 23],
      evening: '2026-03-29T16:00:00.000Z',
      over: '2026-03-29T21:00:00.000Z',
      monthBefore: '2026-02-28',
      cardUntil: '2027-03-29',
    });
    expect(answers['2026-10-25']).toMatchObject({
      starts: '2026-10-24T21:00:00.000Z',
      ends: '2026-10-25T22:00:00.000Z',
      hours: 25,
      hoursOf: [0, 3, 23],
      evening: '2026-10-25T17:00:00.000Z',
      reservable: '2026-09-24T21:00:00.000Z',
    });
    expect(answers['2027-03-28']).toMatchObject({ hours: 23 });
    expect(answers['2027-10-31']).toMatchObject({ hours: 25, monthBefore: '2027-09-30' });
    expect(answers['2026-03-31']).toMatchObject({ monthBefore: '2026-02-28', reservable: '2026-02-27T22:00:00.000Z' });
    expect(answers['2028-02-29']).toMatchObject({ cardUntil: '2029-02-28', cardOnLast: null, dayAfter: '2028-03-01' });
    expect(answers['2028-02-28']).toMatchObject({ dayAfter: '2028-02-29', cardUntil: '2029-02-28' });
    expect(answers['2026-12-31']).toMatchObject({
      dayAfter: '2027-01-01',
      ruleSet: '2020-01-01',
      monthBefore: '2026-11-30',
    });
    expect(answers['2027-01-01']).toMatchObject({ ruleSet: '2027-01-01', monthBefore: '2026-12-01' });
  });

  test.each(SPECIAL_DAYS)('CARD-3, SALE-3: what holds on every day holds on %s', (day) => {
    const answers = dateAnswers()[day] as Record<string, unknown>;
    const [before, first, last, after] = answers['around'] as string[];
    expect([first, last, after]).toEqual([day, day, answers['dayAfter']]);
    expect((before ?? '') < day).toBe(true);
    expect(answers['card']).toBe('card.not-yet-valid accepted accepted card.expired');
    expect(answers).toMatchObject({ cardOnLast: null, cardAfter: 'card.expired', afterMidnight: [] });
    expect(answers['lapses']).toBe(answers['ends']);
  });
});
