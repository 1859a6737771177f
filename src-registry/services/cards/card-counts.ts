/**
 * Cards as statistics count them (STAT-1): by month of registration, network that handed them out, and one dimension at
 * a time; their kind by site too. Table `card_counts`; it stays when backgrounds go (DATA-1).
 */
import type { Background } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { Card } from '../../../src-shared/card/card.ts';
import type { Tx } from '../../db/database.ts';

/** Where a card is counted: as it was on the day of its registration. */
export interface CountedAt {
  /** Helsinki, `YYYY-MM`. */
  readonly month: string;
  /** Null: from before this was noted. */
  readonly networkId: string | null;
  readonly siteId: string | null;
}

/** Every card is counted once under `kind`; one registered with a background once under each of the others. */
export const DIMENSIONS = [
  'kind',
  'year-of-birth',
  'postal-code',
  'mother-tongue',
  'gender',
  'life-situation',
  'home-municipality',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The value under which a card is counted whose holder did not tell. */
export const NOT_TOLD = '-';
const CLASS_YEARS = 10;

/** What to add to the counts; negative where something is taken back. */
export interface CardDelta extends CountedAt {
  readonly dimension: Dimension;
  readonly value: string;
  readonly cards: number;
}

/** One card of a kind, or one fewer. */
export function ofKind(at: CountedAt, kind: Card['kind'], cards: 1 | -1): CardDelta {
  return { ...at, dimension: 'kind', value: kind, cards };
}

/**
 * One background, or one fewer, in every dimension, of a network: a site may hand out a single card in a month, whose
 * holder's background would stand there for good. Years of birth are counted in classes of ten, by the first of them.
 */
export function ofBackground(at: CountedAt, background: Background, cards: 1 | -1): CardDelta[] {
  const { yearOfBirth, postalCode, motherTongue, gender, lifeSituation, homeMunicipality } = background;
  const values: [Dimension, string | null][] = [
    ['year-of-birth', String(yearOfBirth - (yearOfBirth % CLASS_YEARS))],
    ['postal-code', postalCode],
    ['mother-tongue', motherTongue],
    ['gender', gender],
    ['life-situation', lifeSituation],
    ['home-municipality', homeMunicipality],
  ];
  return values.map(([dimension, value]) => ({ ...at, dimension, siteId: null, value: value ?? NOT_TOLD, cards }));
}

/** Adds to the counts, in one order of rows. Called after the cards' rows are locked and before a stream's counter is. */
export async function countCards(tx: Tx, deltas: readonly CardDelta[]): Promise<void> {
  const sums = new Map<string, CardDelta>();
  for (const delta of deltas) {
    const key = JSON.stringify([delta.month, delta.networkId, delta.siteId, delta.dimension, delta.value]);
    sums.set(key, { ...delta, cards: delta.cards + (sums.get(key)?.cards ?? 0) });
  }
  const changed = [...sums].filter(([, { cards }]) => cards !== 0);
  const inOrder = changed.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, delta]) => delta);
  // Every row that is there is locked first, in one order: what is taken back here may be added to there, and the other way.
  await write(tx, LOCK, inOrder);
  // What is taken back has its row: an insert of a negative number would break the row's own rule before it is added.
  await write(
    tx,
    UPDATE,
    inOrder.filter(({ cards }) => cards < 0),
  );
  await write(
    tx,
    INSERT,
    inOrder.filter(({ cards }) => cards > 0),
  );
}

const DELTAS = `jsonb_to_recordset($1::jsonb)
  AS delta ("month" text, "networkId" uuid, "siteId" uuid, dimension text, value text, cards integer)`;
const OF_DELTA = `counted.month = delta."month" AND counted.dimension = delta.dimension AND counted.value = delta.value
    AND counted.network_id IS NOT DISTINCT FROM delta."networkId"
    AND counted.site_id IS NOT DISTINCT FROM delta."siteId"`;
const LOCK = `
  SELECT FROM card_counts AS counted JOIN ${DELTAS} ON ${OF_DELTA}
  ORDER BY counted.month, counted.network_id, counted.site_id, counted.dimension, counted.value
  FOR NO KEY UPDATE OF counted`;
const INSERT = `
  INSERT INTO card_counts (month, network_id, site_id, dimension, value, cards)
  SELECT "month", "networkId", "siteId", dimension, value, cards FROM ${DELTAS}
  ON CONFLICT (month, network_id, site_id, dimension, value) DO UPDATE SET cards = card_counts.cards + excluded.cards`;
const UPDATE = `
  UPDATE card_counts AS counted SET cards = counted.cards + delta.cards FROM ${DELTAS}
  WHERE ${OF_DELTA}`;

async function write(tx: Tx, sql: string, deltas: readonly CardDelta[]): Promise<void> {
  if (deltas.length > 0) await tx.query(sql, [JSON.stringify(deltas)]);
}
