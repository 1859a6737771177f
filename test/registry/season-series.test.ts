/** Series in a season's calendar: what is moved, told without its series or told anew is neither lost nor doubled. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import * as ical from '../../src-registry/services/offers/ical-season.ts';
import { storePerformances } from '../../src-registry/services/offers/performances.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call, logIn } from './helpers/call.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';
import { calendar, event, whole } from './helpers/season.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
const THEATRE = demoSite('teatteri').id;
const PRESETS = { class: 'culture', kind: 'performance', place: 'Sali' } as const;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  token = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const readSeasonCalendar = (file: Uint8Array) => whole(ical.readSeasonCalendar(file, PRESETS));
const startsOf = (file: Buffer) => readSeasonCalendar(file).wishes.map(({ wish }) => wish.startsAt ?? wish.day);

function put(file: Buffer) {
  return call(registry.url, 'importSeasonCalendar', {
    token,
    id: THEATRE,
    body: { requestId: randomUUID(), mode: 'all-or-nothing', file: file.toString('base64'), ...PRESETS },
  });
}

async function offerOn(day: string) {
  const query = { from: day, to: day, limit: 1_000 };
  return (await call(registry.url, 'offer', { token, id: THEATRE, query })).items;
}

describe('read', () => {
  test.each([
    ['the first to an earlier hour', '20261008T190000', '20261008T180000', ['08T15', '15T16', '22T16']],
    ['the first to another day', '20261008T190000', '20261007T190000', ['07T16', '15T16', '22T16']],
    ['a later one to before the first', '20261015T190000', '20261001T190000', ['01T16', '08T16', '22T16']],
  ])('an occurrence that is moved is not lost: %s', (_, recurrence, start, hours) => {
    const told = (cut: number, kind: string) =>
      calendar(
        ...event(
          'UID:m',
          `DTSTART${kind}:${'20261008T190000'.slice(0, cut)}`,
          'RRULE:FREQ=WEEKLY;COUNT=3',
          'SUMMARY:A',
        ),
        ...event(
          'UID:m',
          `RECURRENCE-ID${kind}:${recurrence.slice(0, cut)}`,
          `DTSTART${kind}:${start.slice(0, cut)}`,
          'SUMMARY:A',
        ),
      );
    expect(startsOf(told(15, ''))).toEqual(hours.map((hour) => `2026-10-${hour}:00:00.000Z`));
    expect(startsOf(told(8, ';VALUE=DATE'))).toEqual(hours.map((hour) => `2026-10-${hour.slice(0, 2)}`));
  });

  test('changed occurrences whose series the file does not hold are each a performance', () => {
    const change = (recurrence: string, start: string) =>
      event('UID:o', `RECURRENCE-ID:${recurrence}`, `DTSTART:${start}`, 'SUMMARY:A');
    const file = calendar(
      ...change('20261008T190000', '20261008T180000'),
      ...change('20261015T190000', '20261016T190000'),
      ...change('20261015T190000', '20261016T200000'),
    );
    const { wishes, faults } = readSeasonCalendar(file);
    expect(faults).toEqual([]);
    expect(wishes.map(({ line, wish }) => [line, wish.externalId, wish.startsAt])).toEqual([
      [3, 'o 2026-10-08', '2026-10-08T15:00:00.000Z'],
      [15, 'o 2026-10-15', '2026-10-16T17:00:00.000Z'],
    ]);
  });

  test('a changed occurrence is the word of its day, whatever hour of the series it names', () => {
    const told = calendar(
      ...event('UID:h', 'DTSTART:20261008T200000', 'RRULE:FREQ=WEEKLY;COUNT=2', 'SUMMARY:A'),
      ...event('UID:h', 'RECURRENCE-ID:20261015T210000', 'DTSTART:20261015T210000', 'STATUS:CANCELLED', 'SUMMARY:A'),
    );
    const { wishes } = readSeasonCalendar(told);
    expect(wishes.map(({ wish }) => [wish.externalId, wish.calendarStatus])).toEqual([
      ['h 2026-10-08', undefined],
      ['h 2026-10-15', 'cancelled'],
    ]);
  });

  test('a night on which daylight saving skips the hour of a series is not lost: it begins an hour later', () => {
    const told = (...more: string[]) =>
      calendar(
        ...event('UID:s', 'DTSTART:20270327T033000', 'DTEND:20270327T050000', 'RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:Yö'),
        ...more,
      );
    const nights = ['2027-03-27T01:30:00.000Z', '2027-03-28T01:30:00.000Z', '2027-03-29T00:30:00.000Z'];
    expect(startsOf(told())).toEqual(nights);
    expect(readSeasonCalendar(told()).wishes[1]?.wish.endsAt).toBe('2027-03-28T03:00:00.000Z');
    const out = calendar(
      ...event(
        'UID:s',
        'DTSTART:20270327T033000',
        'RRULE:FREQ=DAILY;COUNT=3',
        'EXDATE:20270327T033000,20270328T033000',
        'SUMMARY:Yö',
      ),
    );
    expect(startsOf(out)).toEqual([nights[2]]);
    const moved = event('UID:s', 'RECURRENCE-ID:20270328T033000', 'DTSTART:20270328T060000', 'SUMMARY:Yö');
    expect(startsOf(told(...moved))).toEqual([nights[0], '2027-03-28T03:00:00.000Z', nights[2]]);
  });
});

describe('imported', () => {
  const series = (uid: string, hour: string, day = '20270510') =>
    calendar(...event(`UID:${uid}`, `DTSTART:${day}T${hour}0000`, 'RRULE:FREQ=WEEKLY;COUNT=2', 'SUMMARY:Sarja'));

  test('a series that begins at another hour is changed, not doubled', async () => {
    const first = await put(series('hour', '19'));
    const later = await put(series('hour', '20'));
    expect(later.items.map(({ result, id }) => [result, id])).toEqual(first.items.map(({ id }) => ['changed', id]));
    expect((await offerOn('2027-05-10')).map(({ performance }) => performance.startsAt)).toEqual([
      '2027-05-10T17:00:00.000Z',
    ]);
  });

  test.each(['19', '20'])('a series stored under its instants is found again, then told at %s', async (hour) => {
    const uid = `stored-${hour}`;
    const { items } = await put(series(uid, '19', '20270524'));
    const stored = ['2027-05-24T16:00:00.000Z', '2027-05-31T16:00:00.000Z'];
    for (const [index, instant] of stored.entries()) {
      await rows(registry.database.url, 'UPDATE performances SET external_id = $2 WHERE id = $1 RETURNING 1', [
        items[index]!.id,
        `${uid} ${instant}`,
      ]);
    }
    const again = await put(series(uid, hour, '20270524'));
    expect(again.items.map(({ result, id }) => [result, id])).toEqual(items.map(({ id }) => ['changed', id]));
    expect(again.items.map(({ externalId }) => externalId)).toEqual([`${uid} 2027-05-24`, `${uid} 2027-05-31`]);
    expect((await put(series(uid, hour, '20270524'))).items.map(({ result }) => result)).toEqual(
      Array.from({ length: 2 }, () => 'unchanged'),
    );
    // Single again, at yet another hour: it is what it was.
    const one = calendar(...event(`UID:${uid}`, 'DTSTART:20270524T210000', 'SUMMARY:Sarja'));
    expect((await put(one)).items).toMatchObject([{ result: 'changed', id: items[0]!.id, externalId: uid }]);
  });

  test('an event stored by its UID alone is found as the first of its series, also where that is moved', async () => {
    const told = (...more: string[]) => event('UID:first', 'DTSTART:20270607T190000', 'SUMMARY:Ensimmäinen', ...more);
    const [single] = (await put(calendar(...told()))).items;
    const moved = event('UID:first', 'RECURRENCE-ID:20270607T190000', 'DTSTART:20270607T180000', 'SUMMARY:Ensimmäinen');
    const { items } = await put(calendar(...told('RRULE:FREQ=WEEKLY;COUNT=2'), ...moved));
    expect(items).toMatchObject([
      { result: 'changed', id: single!.id, externalId: 'first 2027-06-07' },
      { result: 'added', externalId: 'first 2027-06-14' },
    ]);
  });

  test('a calendar says no translations: those of the registry stay, those that were none follow', async () => {
    const told = (title: string) => calendar(...event('UID:words', 'DTSTART:20270621T190000', `SUMMARY:${title}`));
    const { id } = (await put(told('Yö'))).items[0]!;
    const [kept] = await offerOn('2027-06-21');
    expect(kept?.performance.title).toEqual({ fi: 'Yö', sv: 'Yö', en: 'Yö' });
    await registry.services.database.transaction(async (tx) =>
      ok(await storePerformances(tx, [{ ...kept!.performance, title: { fi: 'Yö', sv: 'Natt', en: 'Yö' } }])),
    );
    expect((await put(told('Yö'))).items).toMatchObject([{ result: 'unchanged', id }]);
    expect((await put(told('Ilta'))).items).toMatchObject([{ result: 'changed', id }]);
    expect((await offerOn('2027-06-21'))[0]?.performance.title).toEqual({ fi: 'Ilta', sv: 'Natt', en: 'Ilta' });
  });

  test('of changed occurrences without their series one alone is what was stored by the UID', async () => {
    const change = (day: string) =>
      event('UID:alone', `RECURRENCE-ID:${day}T190000`, `DTSTART:${day}T190000`, 'SUMMARY:A');
    const [single] = (await put(calendar(...event('UID:alone', 'DTSTART:20270705T190000', 'SUMMARY:A')))).items;
    expect((await put(calendar(...change('20270705'), ...change('20270712')))).items).toMatchObject([
      { result: 'changed', id: single!.id, externalId: 'alone 2027-07-05' },
      { result: 'added', externalId: 'alone 2027-07-12' },
    ]);
  });
});

test('a changed occurrence without its series is not what is stored by the UID of another day', async () => {
  await put(calendar(...event('UID:w', 'DTSTART:20261105T190000', 'SUMMARY:Ikkuna')));
  const [before] = await offerOn('2026-11-05');
  const told = ['RECURRENCE-ID:20261112T190000', 'DTSTART:20261112T190000', 'SUMMARY:Ikkuna'];
  const { items } = await put(calendar(...event('UID:w', ...told)));
  expect(items).toMatchObject([{ result: 'added', externalId: 'w 2026-11-12' }]);
  expect(await offerOn('2026-11-05')).toEqual([before]);
});
