/** Cards as the registry keeps them. */
import type { Card } from '../../../src-shared/card/card.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import type { CardChange } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { Tx } from '../../db/database.ts';
import { countCards, ofKind, type CardDelta } from './card-counts.ts';
import type { Context } from '../context.ts';
import { cardKey, presentNetworkKey } from '../keys/keys.ts';
import { publish } from '../feeds/streams.ts';
import { withTombstones } from '../feeds/tombstones.ts';

/** A card, and since when its state holds: what was sold before a card was ended is no conflict. */
export interface KeptCard extends Card {
  readonly stateSince: number;
}

const CARD = 'kind, first_day, last_day, state, child_limit';

interface CardRow {
  kind: Card['kind'];
  first_day: string;
  last_day: string | null;
  state: Card['state'];
  child_limit: number | null;
}

/** The card with a normalised code, or null (CARD-4). */
export async function findCard(tx: Tx, code: string): Promise<KeptCard | null> {
  const [row] = await tx.query<CardRow & { state_since: Date }>(
    `SELECT ${CARD}, state_since FROM cards WHERE code = $1`,
    [code],
  );
  return row === undefined ? null : { ...toCard(row), stateSince: row.state_since.getTime() };
}

/** The cards that there are of normalised codes, by code. */
export async function findCards(tx: Tx, codes: readonly string[]): Promise<Map<string, KeptCard>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.prepared<CardRow & { code: string; state_since: Date }>(
    `SELECT code, ${CARD}, state_since FROM cards WHERE code = ANY ($1::text[])`,
    [codes],
  );
  return new Map(rows.map((row) => [row.code, { ...toCard(row), stateSince: row.state_since.getTime() }]));
}

/** A card that is put in without a registration of its own. */
export interface PlainCard extends Card {
  /** Normalised. */
  readonly code: string;
  /** The site that handed it out; left out: nobody knows. */
  readonly siteId?: string;
}

/** Adds cards without a background or changes them; new ones are counted, desks hear of those that really changed. */
export async function putCards(
  tx: Tx,
  { clock, keys }: Pick<Context, 'clock' | 'keys'>,
  cards: readonly PlainCard[],
): Promise<void> {
  const changed: string[] = [];
  const added: CardDelta[] = [];
  const now = clock.now();
  for (const { code, siteId = null, kind, firstDay, lastDay, state, childLimit } of cards) {
    const rows = await tx.query<{ isNew: boolean; networkId: string | null }>(
      `INSERT INTO cards (code, key, kind, first_day, last_day, state, state_since, child_limit, registered_at, site_id,
         network_id)
       VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8, $7, $9, (SELECT network_id FROM sites WHERE id = $9))
       ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, first_day = excluded.first_day,
         last_day = excluded.last_day, state = excluded.state, child_limit = excluded.child_limit,
         state_since = CASE WHEN (cards.state = 'active') = (excluded.state = 'active')
           THEN cards.state_since ELSE excluded.state_since END,
         site_id = coalesce(cards.site_id, excluded.site_id),
         network_id = coalesce(cards.network_id, excluded.network_id)
       WHERE (cards.kind, cards.first_day, cards.last_day, cards.state, cards.child_limit)
         IS DISTINCT FROM (excluded.kind, excluded.first_day, excluded.last_day, excluded.state, excluded.child_limit)
       RETURNING xmax = 0 AS "isNew", network_id AS "networkId"`,
      [
        code,
        cardKey(presentNetworkKey(keys).key, code),
        kind,
        firstDay,
        lastDay,
        state,
        new Date(now),
        childLimit,
        siteId,
      ],
    );
    for (const { isNew, networkId } of rows) {
      changed.push(code);
      const at = { month: helsinkiDay(now).slice(0, 7), networkId, siteId };
      if (isNew) added.push(ofKind(at, kind, 1));
    }
  }
  await countCards(tx, added);
  await publish(tx, 'cards', changed);
}

/** Changes of cards after a position, in their order. */
export async function cardChanges(
  tx: Tx,
  after: number,
  most: number,
): Promise<{ position: number; change: CardChange }[]> {
  const rows = await tx.query<CardRow & { key: string; position: number }>(
    `SELECT encode(key, 'hex') AS key, ${CARD}, position FROM cards WHERE position > $1 ORDER BY position LIMIT $2`,
    [after, most],
  );
  const changes = rows.map((row) => ({ position: row.position, change: { key: row.key, card: toCard(row) } }));
  const query = { stream: 'cards', siteId: null, after, most } as const;
  return withTombstones<CardChange>(tx, query, changes, (key) => ({ key, card: null }));
}

function toCard(row: CardRow): Card {
  const { kind, first_day: firstDay, last_day: lastDay, state, child_limit: childLimit } = row;
  return { kind, firstDay, lastDay, state, childLimit };
}
