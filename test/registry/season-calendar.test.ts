/** A season's iCalendar file: what it says is imported, what is wrong with it is named, imported again it doubles nothing. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import * as ical from '../../src-registry/services/offers/ical-season.ts';
import { importSeason } from '../../src-registry/services/offers/import-season.ts';
import { inSteps } from '../../src-registry/services/offers/in-steps.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';
import { calendar, event, isMeant, whole } from './helpers/season.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
const THEATRE = demoSite('teatteri').id;
const PRESETS = { class: 'culture', kind: 'performance', place: 'Sali' } as const;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  token = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const readSeasonCalendar = (file: Uint8Array, presets: typeof PRESETS) => whole(ical.readSeasonCalendar(file, presets));

const bytes = (text: string): Buffer => Buffer.from(text);
const startsOf = (file: Buffer) =>
  readSeasonCalendar(file, PRESETS).wishes.map(({ wish }) => wish.startsAt ?? wish.day);
const faultsOf = (file: Buffer) =>
  readSeasonCalendar(file, PRESETS).faults.map(({ line, column, code }) => [line, column, code]);

async function offerOn(day: string) {
  const query = { from: day, to: day, limit: 1_000 };
  return (await call(registry.url, 'offer', { token, id: THEATRE, query })).items;
}

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
            otherNames: ['abc@x 2026-11-01T17:00:00.000Z', 'abc@x 2026-11-01'],
            calendarUid: 'abc@x',
            class: 'culture',
            kind: 'performance',
            place: 'Vintti',
            title: { fi: 'Pitkä nimi, kaksi' },
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
    expect(wishes.map(({ wish }) => [wish.externalId, wish.startsAt, wish.calendarStatus])).toEqual([
      ['r 2026-10-19', '2026-10-19T16:00:00.000Z', undefined],
      ['r 2026-11-02', '2026-11-03T18:00:00.000Z', 'cancelled'],
      ['r 2026-11-09', '2026-11-09T17:00:00.000Z', undefined],
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

  const put = (file: Buffer) =>
    call(registry.url, 'importSeasonCalendar', {
      token,
      id: THEATRE,
      body: { requestId: randomUUID(), mode: 'all-or-nothing', file: file.toString('base64'), ...PRESETS },
    });

  test.each([
    ['an evening', '20270111T190000', '20270112T190000', ['2027-01-11', '2027-01-18']],
    ['a whole day', '20270201', '20270202', ['2027-02-01', '2027-02-08']],
  ])('%s that becomes recurring, and single again, and is moved, is not doubled', async (name, start, moved, days) => {
    const told = (at: string, ...more: string[]) =>
      calendar(...event(`UID:${name}`, `DTSTART:${at}`, 'SUMMARY:Toistuu', ...more));
    const all = async () => (await Promise.all([days[0]!, days[1]!, dayAfter(days[0]!)].map(offerOn))).flat();
    const [first] = (await put(told(start))).items;
    expect(first?.result).toBe('added');
    const weekly = await put(told(start, 'RRULE:FREQ=WEEKLY;COUNT=2'));
    const isAgain = await put(told(start, 'RRULE:FREQ=WEEKLY;COUNT=2'));
    expect(isAgain.items.map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
    expect(weekly.items.map(({ id }) => id)[0]).toBe((await all())[0]?.performance.id);
    expect((await all()).map(({ performance }) => performance.day)).toEqual(days);
    expect((await put(told(start))).items).toMatchObject([{ result: 'changed', id: weekly.items[0]!.id }]);
    expect((await put(told(moved))).items).toMatchObject([{ result: 'changed', id: weekly.items[0]!.id }]);
    expect((await all()).map(({ performance }) => performance.day)).toEqual([days[1], dayAfter(days[0]!)]);
  });

  test('an occurrence of whole days that is moved keeps its name', async () => {
    const base = event('UID:moved', 'DTSTART;VALUE=DATE:20270301', 'RRULE:FREQ=WEEKLY;COUNT=2', 'SUMMARY:Päivä');
    const change = event(
      'UID:moved',
      'RECURRENCE-ID;VALUE=DATE:20270308',
      'DTSTART;VALUE=DATE:20270310',
      'SUMMARY:Päivä',
    );
    const [, second] = (await put(calendar(...base))).items;
    const answer = await put(calendar(...base, ...change));
    expect(answer.items.find(({ id }) => id === second!.id)?.result).toBe('changed');
    expect([await offerOn('2027-03-08'), await offerOn('2027-03-10')]).toMatchObject([
      [],
      [{ performance: { id: second!.id } }],
    ]);
  });

  test('a calendar takes back what a calendar cancelled, and nothing that was cancelled in the registry', async () => {
    const told = (status: string) =>
      calendar(...event('UID:status', 'DTSTART:20270401T190000', 'SUMMARY:Tila', `STATUS:${status}`));
    const isCancelled = async () => (await offerOn('2027-04-01'))[0]!.performance.cancelled;
    const { id } = (await put(told('CONFIRMED'))).items[0]!;
    await put(told('CANCELLED'));
    await put(told('CONFIRMED'));
    expect(await isCancelled()).toBe(false);
    await call(registry.url, 'cancelPerformance', { token, id: id!, body: { cancelled: true } });
    for (const status of ['CONFIRMED', 'CANCELLED', 'CONFIRMED']) {
      await put(told(status));
      expect(await isCancelled()).toBe(true);
    }
  });

  test('an event that names more dates than anybody means is said to be too much', () => {
    const out = Array.from({ length: 1_001 }, () => 'EXDATE:20261101T170000Z');
    const file = calendar(
      ...event('UID:x', 'DTSTART:20261101T170000Z', 'RRULE:FREQ=DAILY;COUNT=3', ...out, 'SUMMARY:A'),
    );
    expect(faultsOf(file)).toEqual([[3, 'EXDATE', 'event.too-many-occurrences']]);
  });

  test('what is wrong with a property is said once of an event, however often it says it', async () => {
    const many = Array.from({ length: 149_000 }, () => 'RDATE:').join('\n');
    const file = bytes(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20261101T170000Z\n${many}\nEND:VEVENT\n`);
    expect((await put(file)).faults).toEqual([{ line: 2, column: 'RDATE', code: 'event.not-expandable' }]);
  });

  test('an event without an end leaves the end as it is', async () => {
    const told = (...end: string[]) =>
      calendar(...event('UID:end', 'DTSTART:20270501T190000', 'SUMMARY:Loppu', ...end));
    await put(told('DTEND:20270501T210000'));
    expect((await put(told())).items).toMatchObject([{ result: 'unchanged' }]);
    expect((await offerOn('2027-05-01'))[0]?.performance.endsAt).toBe('2027-05-01T18:00:00.000Z');
  });

  test('a file is read before the transaction begins, and whatever else waits has its turn meanwhile', async () => {
    const ruled = (uid: number) =>
      event(`UID:${uid}`, 'DTSTART:20261101T170000Z', 'RRULE:FREQ=DAILY;COUNT=9', 'SUMMARY:A');
    const file = calendar(...Array.from({ length: 12 }, (_, uid) => ruled(uid)).flat());
    const log: string[] = [];
    let isReading = true;
    const turn = (): void => {
      if (!isReading) return;
      log.push('turn');
      setImmediate(turn);
    };
    setImmediate(turn);
    await inSteps(ical.readSeasonCalendar(file, PRESETS));
    isReading = false;
    expect(log.length).toBeGreaterThan(12);

    const order: string[] = [];
    function* reading() {
      order.push('read');
      yield;
      order.push('read');
      return { wishes: [], faults: [] };
    }
    const { database, context } = registry.services;
    const watched: Pick<typeof database, 'read' | 'transaction'> = {
      read: database.read,
      transaction(work) {
        order.push('transaction');
        return database.transaction(work);
      },
    };
    const caller = {
      userId: THEATRE,
      siteId: THEATRE,
      networkId: null,
      roles: ['culture-actor'] as const,
      clientIds: [],
    };
    const request = { action: 'importSeasonCsv', requestId: randomUUID(), mode: 'dry-run', body: {} } as const;
    const season = { organiserId: THEATRE, access: { 'culture-actor': 'own' } as const, request };
    expect((await importSeason(watched, context, caller, season, reading())).ok).toBe(true);
    expect(order).toEqual(['read', 'read', 'transaction']);
    const stranger = { ...caller, siteId: randomUUID() };
    const refused = await importSeason(watched, context, stranger, season, reading());
    expect([refused.ok, order.length]).toEqual([false, 3]);
  });

  test('imported twice it changes, and what is cancelled in it is cancelled', async () => {
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

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10);
}
