/** A season's file, CSV or iCalendar: what it says is imported, what is wrong with it is named, twice changes nothing. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { readSeasonCsv } from '../../src-registry/services/offers/csv-season.ts';
import { readSeasonCalendar } from '../../src-registry/services/offers/ical-season.ts';
import { performanceWish, type PerformanceWish } from '../../src-shared/registry-api/bodies/performances.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
const THEATRE = demoSite('teatteri').id;
const PRESETS = { class: 'culture', kind: 'performance', place: 'Sali' } as const;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  token = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const bytes = (text: string): Buffer => Buffer.from(text);
const calendar = (...lines: string[]): Buffer =>
  bytes(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const startsOf = (file: Buffer) =>
  readSeasonCalendar(file, PRESETS).wishes.map(({ wish }) => wish.startsAt ?? wish.day);
const faultsOf = (file: Buffer) =>
  readSeasonCalendar(file, PRESETS).faults.map(({ line, column, code }) => [line, column, code]);

function importCsv(file: Buffer, changes: Partial<BodyOf<'importSeasonCsv'>> = {}) {
  const body = { requestId: randomUUID(), mode: 'all-or-nothing' as const, file: file.toString('base64'), ...changes };
  return call(registry.url, 'importSeasonCsv', { token, id: THEATRE, body });
}

async function offerOn(day: string) {
  const query = { from: day, to: day, limit: 1_000 };
  return (await call(registry.url, 'offer', { token, id: THEATRE, query })).items;
}

describe('CSV', () => {
  test.each([
    ['with ; and a mark', '\uFEFFdate;title;start\n2026-11-01;Yö;19:00\n'],
    ['with , and Finnish days and times', 'Päivä,Nimi,Alkaa\r\n1.11.2026,"Yö",klo 19.00\r\n'],
  ])('%s is read', (_, text) => {
    const { wishes, faults } = readSeasonCsv(bytes(text));
    expect(faults).toEqual([]);
    expect(wishes).toMatchObject([
      {
        line: 2,
        wish: { title: { fi: 'Yö', sv: 'Yö', en: 'Yö' }, day: '2026-11-01', startsAt: '2026-11-01T17:00:00.000Z' },
      },
    ]);
  });

  test('Windows-1252 is read as what it is', () => {
    const { wishes } = readSeasonCsv(Buffer.from('päivä;nimi\n1.11.2026;Äiti\n', 'latin1'));
    expect(wishes[0]?.wish.title.fi).toBe('Äiti');
  });

  test('everything that a row can say', () => {
    const header =
      'id;date;start;end;title;title_sv;title_en;place;class;kind;guest;capacity;cap;cap_counts;fee;cloakroom;excluded;cancelled';
    const row =
      'k1;1.11.2026;22.00;1:30;Yö;Natt;Night;Sali;liikunta;festivaalipäivä;x;3 000;20;kaikki liput;2,50;ei;Kiertue;kyllä';
    const { wishes, faults } = readSeasonCsv(bytes(`${header}\n${row}\n`));
    expect(faults).toEqual([]);
    expect(wishes[0]?.wish).toEqual({
      id: null,
      externalId: 'k1',
      title: { fi: 'Yö', sv: 'Natt', en: 'Night' },
      day: '2026-11-01',
      startsAt: '2026-11-01T20:00:00.000Z',
      endsAt: '2026-11-01T23:30:00.000Z',
      place: 'Sali',
      class: 'sport',
      kind: 'festival-day',
      guest: true,
      capacity: 3_000,
      cap: { limit: 20, counts: 'all-tickets' },
      feeCents: 250,
      cloakroom: false,
      exclusion: { reason: { fi: 'Kiertue', sv: 'Kiertue', en: 'Kiertue' } },
      cancelled: true,
    });
  });

  test('every bad cell is named with its line, column and code', () => {
    const file = [
      'date;title;start;capacity;class;fee',
      '31.2.2026;A;;;;',
      '1.11.2026;;;;;',
      '1.11.2026;B;25:00;-1;urheilu;halpa',
      `1.11.2026;${'x'.repeat(201)};;;;`,
      '1.11.2026;C;;;;;mitä',
    ].join('\n');
    expect(readSeasonCsv(bytes(file)).faults.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'date', 'cell.not-a-day'],
      [3, 'title', 'cell.needed'],
      [4, 'start', 'cell.not-a-time'],
      [4, 'class', 'cell.not-a-choice'],
      [4, 'capacity', 'cell.not-a-number'],
      [4, 'fee', 'cell.not-a-number'],
      [5, 'title', 'cell.too-long'],
      [6, null, 'row.too-many-cells'],
    ]);
  });

  test('a file that is none is one fault', () => {
    const codes = (text: string) =>
      readSeasonCsv(bytes(text)).faults.map(({ line, column, code }) => [line, column, code]);
    expect(codes('')).toEqual([[1, null, 'file.no-headers']]);
    expect(codes('nimi\nA\n')).toEqual([[1, 'date', 'file.no-headers']]);
    expect(codes('date;title\n1.11.2026;"A\n')).toEqual([[expect.any(Number), null, 'file.quotes']]);
    const many = Array.from({ length: 1_001 }, () => '1.11.2026;A').join('\n');
    expect(codes(`date;title\n${many}\n`)).toEqual([[1_002, null, 'file.too-many-rows']]);
  });

  test('a line that goes over several is known by its first, and so are those after it', () => {
    const { faults } = readSeasonCsv(bytes('date;title\n1.11.2026;"A\nB"\nhuomenna;C\n'));
    expect(faults.map(({ line }) => line)).toEqual([2, 4]);
  });

  test('nothing is half imported unless that is asked for; twice changes nothing; what is not said stays', async () => {
    const good = '1.12.2026;Oikea;19.00;200;10';
    const file = bytes(`date;title;start;capacity;cap\n${good}\n2.12.2026;Laiton;19.00;200;9\nhuomenna;Väärä;;;\n`);
    const refused = await importCsv(file);
    expect(refused).toMatchObject({
      stored: false,
      faults: [{ line: 4, column: 'date', code: 'cell.not-a-day' }],
      items: [
        { line: 2, result: 'added' },
        { line: 3, result: 'refused', problem: 'offer.unlawful', breaches: [{ rule: 'CAP-1', lowest: 10 }] },
      ],
    });
    expect(await offerOn('2026-12-01')).toEqual([]);
    expect((await importCsv(file, { mode: 'dry-run' })).stored).toBe(false);
    expect((await importCsv(file, { mode: 'good-ones' })).stored).toBe(true);
    const [added] = await offerOn('2026-12-01');
    const limits = {
      capacity: 200,
      cap: { limit: 30, counts: 'adults' as const },
      windows: { oneMonthBefore: true, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
      exclusion: null,
    };
    await call(registry.url, 'limits', { token, id: added!.performance.id, body: limits });
    const again = await importCsv(bytes('date;title;start;place\n1.12.2026;Oikea;19.00;\n'));
    expect(again.items).toMatchObject([{ result: 'unchanged', id: added!.performance.id }]);
    expect((await offerOn('2026-12-01'))[0]?.performance).toMatchObject(limits);
  });

  test('whatever the file, reading it never throws, and what is read is something that can be meant', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('1.11.2026', '2026-11-01', '19.00', 'Yö', '20', '2,50', '"', ';', ',', '\r\n', 'x', ''),
    );
    const line = fc.array(cell, { maxLength: 12 }).map((cells) => cells.join(';'));
    const header = 'date;title;start;end;place;capacity;cap;fee;kind;excluded;id';
    const file = fc.array(line, { maxLength: 8 }).map((lines) => bytes([header, ...lines].join('\n')));
    fc.assert(
      fc.property(fc.oneof(file, fc.uint8Array({ maxLength: 300 })), (each) => {
        const { wishes, faults } = readSeasonCsv(each);
        return wishes.every(({ wish }) => isMeant(wish)) && faults.every((fault) => fault.line >= 1);
      }),
      { seed: 20_261_009, numRuns: 2_000 },
    );
  });
});

describe('iCalendar', () => {
  test('a zone, UTC and a time without a zone are the same Helsinki evening', () => {
    const starts = [
      'DTSTART;TZID=Europe/Helsinki:20261101T190000',
      'DTSTART:20261101T170000Z',
      'DTSTART:20261101T190000',
    ];
    const named = 'DTSTART;TZID=FLE Standard Time:20261101T190000';
    const file = calendar(...[...starts, named].flatMap((start, index) => event(`UID:${index}`, start, 'SUMMARY:Yö')));
    expect(startsOf(file)).toEqual(Array.from({ length: 4 }, () => '2026-11-01T17:00:00.000Z'));
  });

  test('an event: its title, place, end and UID; folded lines and escapes', () => {
    const file = calendar(
      ...event(
        'UID:abc@x',
        'DTSTART:20261101T170000Z',
        'DTEND:20261101T190000Z',
        'SUMMARY:Pitkä ',
        ' nimi\\, kaksi',
        'LOCATION:Vintti',
      ),
    );
    expect(readSeasonCalendar(file, PRESETS)).toEqual({
      faults: [],
      wishes: [
        {
          line: 3,
          wish: {
            id: null,
            externalId: 'abc@x',
            class: 'culture',
            kind: 'performance',
            place: 'Vintti',
            title: { fi: 'Pitkä nimi, kaksi', sv: 'Pitkä nimi, kaksi', en: 'Pitkä nimi, kaksi' },
            day: '2026-11-01',
            startsAt: '2026-11-01T17:00:00.000Z',
            endsAt: '2026-11-01T19:00:00.000Z',
          },
        },
      ],
    });
  });

  test('a rule with dates taken out, one moved and cancelled; wall time stays over the end of summer time', () => {
    const file = calendar(
      ...event(
        'UID:r',
        'DTSTART;TZID=Europe/Helsinki:20261019T190000',
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'EXDATE;TZID=Europe/Helsinki:20261026T190000',
        'SUMMARY:Viikko',
      ),
      ...event(
        'UID:r',
        'RECURRENCE-ID;TZID=Europe/Helsinki:20261102T190000',
        'DTSTART;TZID=Europe/Helsinki:20261103T200000',
        'SUMMARY:Viikko',
        'STATUS:CANCELLED',
      ),
    );
    const { wishes } = readSeasonCalendar(file, PRESETS);
    expect(wishes.map(({ wish }) => [wish.externalId, wish.startsAt, wish.cancelled])).toEqual([
      ['r 2026-10-19T16:00:00.000Z', '2026-10-19T16:00:00.000Z', undefined],
      ['r 2026-11-02T17:00:00.000Z', '2026-11-03T18:00:00.000Z', true],
      ['r 2026-11-09T17:00:00.000Z', '2026-11-09T17:00:00.000Z', undefined],
    ]);
  });

  test('whole days are day admissions, one for each', () => {
    const file = calendar(
      ...event('UID:d', 'DTSTART;VALUE=DATE:20261024', 'DTEND;VALUE=DATE:20261027', 'SUMMARY:Näyttely'),
      ...event('UID:e', 'DTSTART;VALUE=DATE:20261102', 'RRULE:FREQ=DAILY;UNTIL=20261103', 'SUMMARY:Uinti'),
    );
    const { wishes } = readSeasonCalendar(file, PRESETS);
    expect(wishes.map(({ wish }) => [wish.day, wish.kind, wish.startsAt])).toEqual(
      ['2026-10-24', '2026-10-25', '2026-10-26', '2026-11-02', '2026-11-03'].map((day) => [day, 'day-admission', null]),
    );
  });

  test('what cannot be used is named: dates that there are not, zones that nobody knows, rules without an end in sight', () => {
    const bad = [
      ['DTSTART:20261399T990000Z', 'DTSTART', 'event.not-a-date'],
      ['DTSTART;TZID=Mars/Olympus:20261101T190000', 'DTSTART', 'event.zone-unknown'],
      ['DTSTART:20261101T170000Z\r\nRRULE:FREQ=SECONDLY', 'RRULE', 'event.not-expandable'],
      ['DTSTART:20261101T170000Z\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3', 'RRULE', 'event.not-expandable'],
      ['DTSTART:20261101T170000Z\r\nRRULE:FREQ=DAILY;INTERVAL=999999999;COUNT=100000', 'RRULE', 'event.not-expandable'],
      ['DTSTART:20261101T170000Z\r\nRDATE:20261102T170000Z', 'RDATE', 'event.not-expandable'],
      ['X-NONE:1', 'DTSTART', 'event.not-a-date'],
      ['DTSTART:19700101T170000Z', 'DTSTART', 'event.not-a-date'],
    ];
    for (const [start = '', column, code] of bad) {
      expect(faultsOf(calendar(...event('UID:x', start, 'SUMMARY:A')))).toEqual([[3, column, code]]);
    }
    expect(faultsOf(calendar(...event('DTSTART:20261101T170000Z', 'SUMMARY:A')))).toEqual([
      [3, 'UID', 'event.without-uid'],
    ]);
    expect(faultsOf(calendar(...event('UID:x', 'DTSTART:20261101T170000Z')))).toEqual([
      [3, 'SUMMARY', 'event.without-title'],
    ]);
    expect(faultsOf(bytes('hello'))).toEqual([[1, null, 'file.no-headers']]);
  });

  test('a rule without an end is followed for two years, one that never comes to pass says nothing, many are too many', () => {
    const ruled = (uid: string, rule: string) =>
      event(`UID:${uid}`, 'DTSTART:20261101T170000Z', `RRULE:${rule}`, 'SUMMARY:A');
    expect(startsOf(calendar(...ruled('a', 'FREQ=DAILY'))).length).toBeLessThanOrEqual(733);
    expect(startsOf(calendar(...ruled('a', 'FREQ=DAILY;COUNT=900000000'))).length).toBeLessThanOrEqual(733);
    expect(startsOf(calendar(...ruled('a', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')))).toEqual([]);
    const two = calendar(...ruled('a', 'FREQ=DAILY'), ...ruled('b', 'FREQ=DAILY'));
    expect(faultsOf(two)).toEqual([[9, 'RRULE', 'event.too-many-occurrences']]);
  });

  test('rules that say little and take long are followed so far and no further', () => {
    const ruled = (uid: number) =>
      event(`UID:${uid}`, 'DTSTART:20261101T170000Z', 'RRULE:FREQ=DAILY;COUNT=1', 'SUMMARY:A');
    const never = (uid: number) =>
      event(`UID:${uid}`, 'DTSTART:20261101T170000Z', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'SUMMARY:A');
    for (const [rule, most] of [
      [ruled, 10],
      [never, 0],
    ] as const) {
      const file = calendar(...Array.from({ length: 110 }, (_, uid) => rule(uid)).flat());
      const { wishes, faults } = readSeasonCalendar(file, PRESETS);
      expect(wishes.length).toBeLessThanOrEqual(most);
      expect(faults.map(({ code }) => code)).toEqual(['event.too-many-occurrences']);
    }
  });

  test('imported twice it changes, and what is cancelled in it is cancelled', async () => {
    const put = (file: Buffer) =>
      call(registry.url, 'importSeasonCalendar', {
        token,
        id: THEATRE,
        body: { requestId: randomUUID(), mode: 'all-or-nothing', file: file.toString('base64'), ...PRESETS },
      });
    const told = (status: string, start = '20261215T190000') =>
      calendar(...event('UID:ics-1', `DTSTART:${start}`, 'SUMMARY:Kalenteri', `STATUS:${status}`));
    expect((await put(told('CONFIRMED'))).items).toMatchObject([{ result: 'added', externalId: 'ics-1' }]);
    expect((await put(told('CONFIRMED'))).items).toMatchObject([{ result: 'unchanged' }]);
    expect((await put(told('CONFIRMED', '20261215T200000'))).items).toMatchObject([{ result: 'changed' }]);
    await put(told('CANCELLED', '20261215T200000'));
    expect(await offerOn('2026-12-15')).toMatchObject([
      { performance: { cancelled: true, startsAt: '2026-12-15T18:00:00.000Z' } },
    ]);
    const other = { requestId: randomUUID(), mode: 'dry-run' as const, file: 'AAAA', ...PRESETS, place: '' };
    expect(await refusal(registry.url, 'importSeasonCalendar', { token, id: THEATRE, body: other })).toBe(
      'request.malformed',
    );
  });

  test('whatever the file, reading it never throws or hangs, and what is read is something that can be meant', () => {
    const rule = fc
      .record(
        {
          FREQ: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'HOURLY', 'X'),
          INTERVAL: fc.oneof(fc.nat(1_000), fc.nat()),
          COUNT: fc.nat(5_000),
          BYDAY: fc.constantFrom('MO', 'MO,WE', '-1SU', '5FR', 'XX'),
          BYMONTHDAY: fc.integer({ min: -40, max: 40 }),
          BYMONTH: fc.integer({ min: 0, max: 13 }),
          BYSETPOS: fc.integer({ min: -3, max: 3 }),
        },
        { requiredKeys: ['FREQ'] },
      )
      .map(
        (parts) =>
          `RRULE:${Object.entries(parts)
            .map(([name, value]) => `${name}=${value}`)
            .join(';')}`,
      );
    const property = fc.oneof(
      rule,
      fc.constantFrom(
        'DTSTART:20261101T190000',
        'DTSTART;VALUE=DATE:20261101',
        'DTEND:20261101T210000Z',
        'DURATION:PT2H',
        'EXDATE:20261102T190000',
        'RECURRENCE-ID:20261102T190000',
        'UID:a',
        'UID:__proto__',
        'UID:constructor',
        'SUMMARY:A',
        'STATUS:CANCELLED',
        'BEGIN:VALARM',
        'END:VALARM',
        'BEGIN:VEVENT',
        'END:VEVENT',
      ),
      fc.string().map((text) => `SUMMARY:${text}`),
      fc.string(),
    );
    const file = fc
      .array(fc.array(property, { maxLength: 6 }), { maxLength: 4 })
      .map((events) =>
        calendar(
          ...events.flatMap((lines, index) => event(`UID:${index}`, 'DTSTART:20261101T190000', ...lines, 'SUMMARY:A')),
        ),
      );
    fc.assert(
      fc.property(
        fc.oneof(
          file,
          fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each)),
        ),
        (each) => {
          const { wishes } = readSeasonCalendar(each, PRESETS);
          return wishes.length <= 1_000 && wishes.every(({ wish }) => isMeant(wish));
        },
      ),
      { seed: 20_261_009, numRuns: 400 },
    );
  });
});

/** What is said of it fits what an organiser may say, whatever its limits. */
function isMeant(wish: Partial<PerformanceWish>): boolean {
  return z.object(performanceWish.shape).partial().safeParse(wish).success;
}
