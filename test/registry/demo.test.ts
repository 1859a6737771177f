/** Demo data: right at any time of any day, and only where they were asked for. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { demoCards, demoPerformances } from '../../src-registry/demo/demo-data.ts';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { addDays, helsinkiDay, startOfDay } from '../../src-shared/kernel/helsinki.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { checkOffer } from '../../src-shared/performance/offer-check.ts';
import { lapsesFrom, type Performance } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { anotherDatabase, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-test-'));
// PostgreSQL’s own user has to pass through where root runs the tests.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true }));

/** The reasons of a redemption, without a cap's lease, which is another matter. */
function reasonsOf(performance: Performance, code: string, now: number): string[] {
  const card = demoCards(helsinkiDay(now)).find((each) => each.code === code) ?? null;
  const facts = {
    stage: 'redeem',
    cache: { usable: true, ageHours: 0 },
    lease: null,
    earlier: [],
    children: 0,
    members: 0,
    cardSeen: true,
    provisional: 'off',
  } as const;
  return decide({ ...facts, now, code: ok(code), card, performance, rules: PRESET_RULE_SET }).reasons.map(
    (reason) => reason.code,
  );
}

const TIMES = [
  ['at noon', '2026-10-09T09:00:00Z'],
  ['right after midnight', '2026-10-08T21:00:00Z'],
  ['at 18:00', '2026-10-09T15:00:00Z'],
  ['at 23:50', '2026-10-09T20:50:00Z'],
  ['at 23:59', '2026-10-09T20:59:59Z'],
  ['at 23:50 in winter', '2026-12-31T21:50:00Z'],
  ['when summer time begins, before', '2027-03-28T00:59:00Z'],
  ['when summer time begins, after', '2027-03-28T01:01:00Z'],
  ['at 23:50 when summer time begins', '2027-03-28T20:50:00Z'],
  ['when summer time ends, first 03:30', '2026-10-25T00:30:00Z'],
  ['when summer time ends, second 03:30', '2026-10-25T01:30:00Z'],
  ['at 23:50 when summer time ends', '2026-10-25T21:50:00Z'],
  ['on 29 February', '2028-02-29T10:00:00Z'],
] as const;

test.each(TIMES)('%s every demo performance and card gives what the demo promises', (_name, instant) => {
  const now = Date.parse(instant);
  const today = helsinkiDay(now);
  const performances = demoPerformances(now);
  expect(new Set(performances.map(({ id }) => id)).size).toBe(10);
  const [evening, small, course, swimming, festival, excluded, premiere, tomorrow, museum, concert] = performances as [
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
    Performance,
  ];
  for (const performance of performances) expect(checkOffer(performance, PRESET_RULE_SET)).toEqual([]);
  for (const tonight of [evening, small, course, swimming, festival, museum]) {
    expect(tonight.day).toBe(today);
    expect(reasonsOf(tonight, 'A045198723', now)).toEqual([]);
  }
  expect([evening.capacity, evening.cap]).toEqual([400, { limit: 20, counts: 'adults' }]);
  expect([small.capacity, small.cap?.limit, course.kind, course.cap?.limit]).toEqual([40, 2, 'course', 2]);
  expect(swimming).toMatchObject({ kind: 'day-admission', startsAt: null, endsAt: null });
  expect(museum).toMatchObject({ kind: 'day-admission', organiser: { type: 'museum' }, cap: { counts: 'adults' } });
  expect([evening.cloakroom, concert.feeCents, excluded.guest]).toEqual([true, 250, true]);
  expect(reasonsOf(concert, 'A045198723', now)).toEqual(['fee.due']);
  expect([course.organiser.supportPersons, swimming.organiser.supportPersons]).toEqual([false, true]);
  expect(festival.kind).toBe('festival-day');
  expect(reasonsOf(excluded, 'A045198723', now)).toEqual(['performance.excluded']);
  expect(Object.values(excluded.exclusion!.reason).every((text) => text.length > 10)).toBe(true);
  expect(reasonsOf(premiere, 'A045198723', now)).toEqual(['window.reservation-not-open']);
  expect(tomorrow.day).toBe(addDays(today, 1));
  expect(reasonsOf(tomorrow, 'A045198723', now)).toEqual(['window.redemption-not-open']);

  expect(reasonsOf(evening, 'A100000001', now)).toEqual([]);
  expect(reasonsOf(evening, 'A100000002', now)).toEqual(['card.expired']);
  expect(reasonsOf(evening, 'A100000003', now)).toEqual([]);
  expect(reasonsOf(evening, 'A100000004', now)).toEqual(['card.not-yet-valid']);
  expect(reasonsOf(evening, 'A100000005', now)).toEqual(['card.ended']);
  expect(reasonsOf(evening, 'A100000006', now)).toEqual(['card.out-of-use']);
  expect(reasonsOf(evening, 'AM99000123', now)).toEqual(['card.community-without-client']);
  expect(reasonsOf(course, 'AM99000123', now)).toEqual(['card.community-on-course']);
  expect(reasonsOf(evening, 'AM99000124', now)).toContain('card.ended');
  expect(reasonsOf(evening, 'A999999999', now)).toEqual(['card.unknown']);
});

test('SALE-7: tonight can be reserved for a while from any start of the registry before the last half hour', () => {
  for (const [, instant] of TIMES) {
    const now = Date.parse(instant);
    const [evening] = demoPerformances(now);
    const minutes = (lapsesFrom(evening!) - now) / 60_000;
    const untilMidnight = (startOfDay(addDays(helsinkiDay(now), 1)) - now) / 60_000;
    if (untilMidnight > 35) expect(minutes).toBeGreaterThanOrEqual(15);
  }
});

test('tonight stays on sale from any start of the registry until after midnight', () => {
  for (const [, instant] of TIMES) {
    const now = Date.parse(instant);
    const [evening, small] = demoPerformances(now);
    const lastMinute = Date.parse(`${addDays(helsinkiDay(now), 1)}T00:00:00Z`) - 3 * 3_600_000 - 60_000;
    for (const tonight of [evening!, small!]) {
      expect(reasonsOf(tonight, 'AM99000123', Math.max(now, lastMinute))).not.toContain('performance.over');
    }
  }
});

test('a second start the same day changes nothing, the next day rolls on, and what was sold stays', async () => {
  const clock = settableClock('2026-10-09T20:50:00.000Z');
  const database = { kind: 'folder', path: join(folder, 'demo') } as const;
  const first = await startTestRegistry(clock, { database });
  const desk = await enrolDesk(first.url, 'lipputoimisto');
  const offered = await call(first.url, 'performances', { token: desk.token });
  expect(offered.changes).toHaveLength(10);
  const sale = desk.sale({ performanceId: offered.changes[0]!.id, code: 'A045198723', at: '2026-10-09T20:50:00.000Z' });
  await desk.deliver(sale);
  await first.close();

  const { token } = desk;
  const sameDay = await startTestRegistry(clock, { database });
  expect(await call(sameDay.url, 'performances', { token, query: { after: offered.cursor } })).toMatchObject({
    changes: [],
  });
  await sameDay.close();

  clock.set('2026-10-10T06:00:00.000Z');
  const nextDay = await startTestRegistry(clock, { database, seed: { kind: 'empty' } });
  const { changes } = await call(nextDay.url, 'performances', { token, query: { after: offered.cursor } });
  const days = changes.map(({ performance }) => performance!.day);
  expect(days.filter((day) => day === '2026-10-10').length).toBe(6);
  const [acquisitions] = await rows<{ count: number }>(
    nextDay.database.url,
    'SELECT count(*)::integer FROM acquisitions',
  );
  expect(acquisitions).toEqual({ count: 1 });
  await nextDay.close();
});

test('a registry without demo data has neither their log-ins nor their calls, and gets none later', async () => {
  const clock = settableClock('2026-10-09T09:00:00.000Z');
  const demo = await startTestRegistry(clock);
  const desk = await enrolDesk(demo.url, 'teatteri');
  const url = await anotherDatabase(demo.database.url, 'bare');
  for (const kind of ['empty', 'demo'] as const) {
    const empty = await startTestRegistry(clock, { database: { kind: 'url', url }, seed: { kind } });
    expect(await refusal(empty.url, 'login', { body: { site: 'teatteri', password: 'kaiku-demo' } })).toBe(
      'auth.invalid',
    );
    if (kind === 'demo') expect(empty.sentences.join('\n')).toContain('"demo" is not added');
    await empty.close();
  }
  // The same calls on the demo's own database, once its mark is gone.
  await rows(demo.database.url, `UPDATE settings SET value = 'false' WHERE name = 'demo'`);
  const unmarked = await startTestRegistry(clock, { database: { kind: 'url', url: demo.database.url } });
  const body = { code: 'A045198723', action: 'end' as const };
  expect(await refusal(unmarked.url, 'demoCard', { token: desk.token, body })).toBe('auth.forbidden');
  expect(await refusal(unmarked.url, 'demoReceived', { token: desk.token })).toBe('auth.forbidden');
  await unmarked.close();
  await demo.close();
});
