/** A season's CSV file: what it says is imported, what is wrong with it is named, twice changes nothing. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import * as csv from '../../src-registry/services/offers/csv-season.ts';
import { putRuleSet } from '../../src-registry/services/rule-sets.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, logIn } from './helpers/call.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';
import { isMeant, whole } from './helpers/season.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
const THEATRE = demoSite('teatteri').id;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  token = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const readSeasonCsv = (file: Uint8Array) => whole(csv.readSeasonCsv(file));
const bytes = (text: string): Buffer => Buffer.from(text);

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
        wish: { title: { fi: 'Yö' }, day: '2026-11-01', startsAt: '2026-11-01T17:00:00.000Z' },
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
      exclusion: { reason: { fi: 'Kiertue' } },
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

  test('a file that says no end leaves the end as it is, also where it says another start', async () => {
    const times = async () => {
      const [found] = await offerOn('2026-12-03');
      return [found?.performance.startsAt, found?.performance.endsAt].map((each) => each?.slice(11, 16));
    };
    await importCsv(bytes('id;date;title;start;end\nloppu;3.12.2026;Loppu;19.00;21.30\n'));
    expect(await times()).toEqual(['17:00', '19:30']);
    const again = await importCsv(bytes('id;date;title;start\nloppu;3.12.2026;Loppu;19.00\n'));
    expect(again.items).toMatchObject([{ result: 'unchanged' }]);
    const later = await importCsv(bytes('id;date;title;start;end\nloppu;3.12.2026;Loppu;20.00;\n'));
    expect(later.items).toMatchObject([{ result: 'changed' }]);
    expect(await times()).toEqual(['18:00', '20:30']);
  });

  test('translations that a file does not say stay, those that were none follow the Finnish text', async () => {
    const words = async () => (await offerOn('2026-12-04'))[0]!.performance;
    await importCsv(bytes('id;date;title;title_sv;excluded;excluded_en\nsanat;4.12.2026;Yö;Natt;Kiertue.;On tour.\n'));
    expect(await words()).toMatchObject({
      title: { fi: 'Yö', sv: 'Natt', en: 'Yö' },
      exclusion: { reason: { fi: 'Kiertue.', sv: 'Kiertue.', en: 'On tour.' } },
    });
    const same = await importCsv(bytes('id;date;title;title_sv;excluded\nsanat;4.12.2026;Yö;;Kiertue.\n'));
    expect(same.items).toMatchObject([{ result: 'unchanged' }]);
    await importCsv(bytes('id;date;title;excluded\nsanat;4.12.2026;Ilta;Vieraissa.\n'));
    expect(await words()).toMatchObject({
      title: { fi: 'Ilta', sv: 'Natt', en: 'Ilta' },
      exclusion: { reason: { fi: 'Vieraissa.', sv: 'Vieraissa.', en: 'On tour.' } },
    });
    await importCsv(bytes('id;date;title;excluded_sv\nsanat;4.12.2026;Ilta;Borta.\n'));
    expect((await words()).exclusion?.reason).toEqual({ fi: 'Vieraissa.', sv: 'Borta.', en: 'On tour.' });
    const none = await importCsv(bytes('id;date;title;excluded_sv\nmuu;4.12.2026;Muu;Borta.\n'), { mode: 'dry-run' });
    expect(none.items).toMatchObject([{ result: 'added' }]);
  });

  test('CAP-8: a cap without a word of what it counts counts what it did; a new one counts adults', async () => {
    const capIn = async () => (await offerOn('2026-12-05'))[0]?.performance.cap;
    const told = (header: string, cells: string) =>
      importCsv(bytes(`id;date;title;guest;capacity;${header}\nraja;5.12.2026;Raja;x;200;${cells}\n`));
    await told('cap', '10');
    expect(await capIn()).toEqual({ limit: 10, counts: 'adults' });
    await told('cap;cap_counts', ';all-tickets');
    expect(await capIn()).toEqual({ limit: 10, counts: 'all-tickets' });
    await told('cap;cap_counts', '12;');
    expect(await capIn()).toEqual({ limit: 12, counts: 'all-tickets' });
  });

  test('CAP-10: what was lawful when it was set stays under a newer rule set until it is changed', async () => {
    const told = (title: string, capacity: string) =>
      importCsv(bytes(`id;date;title;start;capacity;cap\nvanha;6.12.2028;${title};19.00;${capacity};5\n`));
    await told('Vanha', '100');
    const caps = { ...PRESET_RULE_SET.caps, general: { percent: 10 } };
    const stricter = { ...PRESET_RULE_SET, firstDay: '2028-01-01', caps };
    await registry.services.database.transaction(async (tx) => ok(await putRuleSet(tx, stricter)));
    expect(await told('Vanha', '100')).toMatchObject({ stored: true, items: [{ result: 'unchanged' }] });
    expect(await told('Uusi nimi', '100')).toMatchObject({ stored: true, items: [{ result: 'changed' }] });
    expect(await told('Uusi nimi', '99')).toMatchObject({
      stored: false,
      items: [{ result: 'refused', breaches: [{ rule: 'CAP-1', lowest: 10 }] }],
    });
  });

  test('a name made of title, day, start and place that is too long is never cut within a character', async () => {
    const title = 'x'.repeat(200);
    for (const place of ['😀'.repeat(100), `y${'😀'.repeat(99)}`]) {
      const file = bytes(`date;title;start;place\n7.12.2026;${title};19.00;${place}\n`);
      expect((await importCsv(file)).items).toMatchObject([{ result: 'added' }]);
      expect((await importCsv(file)).items).toMatchObject([{ result: 'unchanged' }]);
    }
  });

  test('SALE-4: a trial warns of what would be left out, and nothing is left out by it', async () => {
    const row = (day: number) => `${day}.3.2027;Kiertue;19.00;Kiertue`;
    const many = Array.from({ length: 30 }, (_, index) => row(index + 1)).join('\n');
    const file = bytes(`date;title;start;excluded\n${many}\n`);
    const trial = await importCsv(file, { mode: 'dry-run' });
    expect(trial.excludedPercent).toBeGreaterThan(50);
    const nothing = await importCsv(bytes('date;title\n'), { mode: 'dry-run' });
    expect(nothing.excludedPercent).toBeNull();
    expect((await importCsv(file)).excludedPercent).toBe(trial.excludedPercent);
  });

  test('a file in which everything is wrong is answered with the first thousand faults', async () => {
    const rows = Array.from({ length: 1_000 }, () => '31.2.2026;A;25:00;-1').join('\n');
    const { faults, stored } = await importCsv(bytes(`date;title;start;capacity\n${rows}\n`));
    expect([stored, faults.length, faults.at(-1)?.line]).toEqual([false, 1_000, 335]);
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
