/** Cards as the registry keeps them. */
import type { Card } from '../../src-shared/card/card.ts';
import type { CardChange } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import { cardKey, presentNetworkKey } from './keys.ts';
import { publish } from './streams.ts';

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

/** Registers cards or changes them; desks hear of those that really changed. */
export async function putCards(
  tx: Tx,
  { clock, keys }: Pick<Context, 'clock' | 'keys'>,
  cards: readonly (Card & { readonly code: string })[],
): Promise<void> {
  const changed: string[] = [];
  for (const { code, kind, firstDay, lastDay, state, childLimit } of cards) {
    const rows = await tx.query(
      `INSERT INTO cards (code, key, kind, first_day, last_day, state, state_since, child_limit)
       VALUES ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8)
       ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, first_day = excluded.first_day,
         last_day = excluded.last_day, state = excluded.state, child_limit = excluded.child_limit,
         state_since = CASE WHEN cards.state = excluded.state THEN cards.state_since ELSE excluded.state_since END
       WHERE (cards.kind, cards.first_day, cards.last_day, cards.state, cards.child_limit)
         IS DISTINCT FROM (excluded.kind, excluded.first_day, excluded.last_day, excluded.state, excluded.child_limit)
       RETURNING 1`,
      [
        code,
        cardKey(presentNetworkKey(keys).key, code),
        kind,
        firstDay,
        lastDay,
        state,
        new Date(clock.now()),
        childLimit,
      ],
    );
    if (rows.length > 0) changed.push(code);
  }
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
  return rows.map((row) => ({ position: row.position, change: { key: row.key, card: toCard(row) } }));
}

function toCard(row: CardRow): Card {
  const { kind, first_day: firstDay, last_day: lastDay, state, child_limit: childLimit } = row;
  return { kind, firstDay, lastDay, state, childLimit };
}
