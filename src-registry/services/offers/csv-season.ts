/** A season out of a CSV file: every row becomes what is wanted of a performance, or says what is wrong with it. */
import { EVENT_CLASSES, type EventClass } from '../../../src-shared/performance/event-class.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import {
  MOST_SEASON_ROWS,
  type SeasonFault,
  type SeasonProblem,
} from '../../../src-shared/registry-api/bodies/season.ts';
import { line as textLine } from '../../../src-shared/registry-api/bodies/text.ts';
import { readCsv, type CsvRow } from './csv-table.ts';
import { plainWord, readCents, readCount, readDay, readTime, readYes } from './csv-values.ts';
import { externalIdOf } from './external-ids.ts';
import { timesOn } from './recurring.ts';
import type { Wish } from './wish.ts';

/** Columns by what they are called; the first name is the documented one. */
const COLUMNS = {
  id: ['id', 'tunnus', 'tunniste'],
  date: ['date', 'päivä', 'pvm', 'päivämäärä', 'datum'],
  start: ['start', 'alkaa', 'klo', 'aika', 'börjar', 'tid'],
  end: ['end', 'päättyy', 'slutar'],
  title: ['title', 'nimi', 'tapahtuma', 'esitys', 'namn', 'evenemang'],
  title_sv: ['title sv', 'nimi sv', 'namn sv'],
  title_en: ['title en', 'nimi en', 'namn en'],
  place: ['place', 'paikka', 'plats'],
  class: ['class', 'luokka', 'klass'],
  kind: ['kind', 'laji', 'typ'],
  guest: ['guest', 'vierailu', 'gästspel'],
  capacity: ['capacity', 'paikkoja', 'kapasiteetti', 'platser'],
  cap: ['cap', 'yläraja', 'kiintiö', 'övre gräns'],
  cap_counts: ['cap counts', 'yläraja laskee', 'gränsen räknar'],
  fee: ['fee', 'palvelumaksu', 'serviceavgift'],
  cloakroom: ['cloakroom', 'narikka', 'garderob'],
  excluded: ['excluded', 'ei kaikukortilla', 'inte med kaikukort'],
  excluded_sv: ['excluded sv', 'ei kaikukortilla sv', 'inte med kaikukort sv'],
  excluded_en: ['excluded en', 'ei kaikukortilla en', 'inte med kaikukort en'],
  cancelled: ['cancelled', 'peruttu', 'inställd'],
} as const;
type Column = keyof typeof COLUMNS;

const CLASSES: Readonly<Record<string, EventClass>> = {
  ...Object.fromEntries(EVENT_CLASSES.map((each) => [each, each])),
  kulttuuri: 'culture',
  koulutus: 'education',
  tiede: 'science',
  liikunta: 'sport',
  kultur: 'culture',
  utbildning: 'education',
  vetenskap: 'science',
  idrott: 'sport',
};
const KINDS: Readonly<Record<string, Performance['kind']>> = {
  performance: 'performance',
  course: 'course',
  'day-admission': 'day-admission',
  'festival-day': 'festival-day',
  esitys: 'performance',
  kurssi: 'course',
  päiväkäynti: 'day-admission',
  festivaalipäivä: 'festival-day',
  föreställning: 'performance',
  kurs: 'course',
  dagsbesök: 'day-admission',
  festivaldag: 'festival-day',
};
const COUNTS = { adults: 'adults', aikuiset: 'adults', vuxna: 'adults' } as const;
const COUNTS_ALL = {
  'all-tickets': 'all-tickets',
  'kaikki liput': 'all-tickets',
  'alla biljetter': 'all-tickets',
} as const;

export interface ReadSeason {
  readonly wishes: readonly { readonly line: number; readonly wish: Wish }[];
  readonly faults: readonly SeasonFault[];
}

/** So many rows are read in a step. */
const STEP = 50;

/** Reads a season, in steps. Never throws; what cannot be read is a fault with its line and column. */
export function* readSeasonCsv(bytes: Uint8Array): Generator<undefined, ReadSeason> {
  const table = readCsv(bytes, MOST_SEASON_ROWS);
  if (!table.ok) {
    const { code, parameters } = table.error;
    return { wishes: [], faults: [{ line: Number(parameters['line'] ?? 1), column: null, code }] };
  }
  const { headers, rows } = table.value;
  const places = placesOf(headers);
  const missing = (['date', 'title'] as const).filter((column) => !places.has(column));
  if (missing.length > 0) {
    return { wishes: [], faults: missing.map((column) => ({ line: 1, column, code: 'file.no-headers' as const })) };
  }
  const wishes: { line: number; wish: Wish }[] = [];
  const faults: SeasonFault[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % STEP === 0) yield;
    const found = readRow(row, places, headers.length);
    if (Array.isArray(found)) faults.push(...found);
    else wishes.push({ line: row.line, wish: found });
  }
  return { wishes, faults };
}

function placesOf(headers: readonly string[]): Map<Column, number> {
  const words = headers.map(plainWord);
  const places = new Map<Column, number>();
  for (const [column, names] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const place = words.findIndex((word) => names.includes(word));
    if (place >= 0) places.set(column, place);
  }
  return places;
}

/** The wish of a row, or all that is wrong with it. */
function readRow(row: CsvRow, places: ReadonlyMap<Column, number>, width: number): Wish | SeasonFault[] {
  const { line } = row;
  const extra = row.cells.slice(width).some((cell) => cell !== '');
  if (extra) return [{ line, column: null, code: 'row.too-many-cells' }];
  const faults: SeasonFault[] = [];
  const cell = (column: Column): string => row.cells[places.get(column) ?? -1]?.trim() ?? '';
  /** What a cell says; undefined where it is empty, or wrong. */
  const read = <Value>(column: Column, as: (text: string) => Value | null, code: SeasonProblem): Value | undefined => {
    const text = cell(column);
    if (text === '') return undefined;
    const value = as(text);
    if (value === null) faults.push({ line, column, code });
    return value ?? undefined;
  };
  const text = (column: Column, most: number) =>
    read(column, (each) => (textLine(most).safeParse(each).success ? each : null), 'cell.too-long');
  const choice = <Value>(column: Column, words: Readonly<Record<string, Value>>) =>
    read(
      column,
      (each) => (Object.hasOwn(words, plainWord(each)) ? (words[plainWord(each)] ?? null) : null),
      'cell.not-a-choice',
    );

  const day = read('date', readDay, 'cell.not-a-day');
  const fi = text('title', 200);
  for (const [column, value] of [
    ['date', day],
    ['title', fi],
  ] as const) {
    if (value === undefined && cell(column) === '') faults.push({ line, column, code: 'cell.needed' });
  }
  const [start, end] = (['start', 'end'] as const).map((column) => read(column, readTime, 'cell.not-a-time'));
  const [sv, en, place, externalId] = [
    text('title_sv', 200),
    text('title_en', 200),
    text('place', 200),
    text('id', 300),
  ];
  const limit = read('cap', readCount, 'cell.not-a-number');
  const counts = choice<'adults' | 'all-tickets'>('cap_counts', { ...COUNTS, ...COUNTS_ALL });
  const reason = { fi: text('excluded', 300), sv: text('excluded_sv', 300), en: text('excluded_en', 300) };
  const said = {
    place,
    class: choice('class', CLASSES),
    kind: choice('kind', KINDS),
    guest: read('guest', readYes, 'cell.not-a-choice'),
    capacity: read('capacity', readCount, 'cell.not-a-number'),
    cap: limit === undefined && counts === undefined ? undefined : { limit, counts },
    feeCents: read('fee', readCents, 'cell.not-a-number'),
    cloakroom: read('cloakroom', readYes, 'cell.not-a-choice'),
    cancelled: read('cancelled', readYes, 'cell.not-a-choice'),
    exclusion: Object.values(reason).every((each) => each === undefined) ? undefined : { reason },
  };
  if (faults.length > 0 || day === undefined || fi === undefined) return faults;
  const { startsAt, endsAt } = timesOn(day, start ?? null, end ?? null);
  return {
    id: null,
    externalId: externalId ?? externalIdOf(`${fi} ${day} ${start ?? ''} ${place ?? ''}`),
    title: { fi, sv, en },
    day,
    ...(start === undefined ? {} : { startsAt }),
    ...(start === undefined || end === undefined ? {} : { endsAt }),
    ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Wish>),
  };
}
