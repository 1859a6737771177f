/** Cards as a desk comes to know them: a published list and changes from then on, or all changes from the beginning. */
import { zstdDecompressSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { must } from './http.ts';
import type { Registry } from './registry.ts';

/** What is known of cards, as text, by their keys. */
export type KnownCards = Map<string, string>;

interface ListedCard {
  readonly key: Buffer;
  readonly kind: string;
  readonly first_day: string;
  readonly last_day: string | null;
  readonly state: string;
  readonly child_limit: number | null;
}

/** The cards of a published list's file. */
export function cardsOfFile(compressed: Buffer): KnownCards {
  const file = new Sqlite(zstdDecompressSync(compressed), { readonly: true });
  const listed = file.prepare<[], ListedCard>('SELECT * FROM cards').all();
  file.close();
  return new Map(
    listed.map(({ key, ...card }) => [
      key.toString('hex'),
      textOf(card.kind, card.first_day, card.last_day, card.state, card.child_limit),
    ]),
  );
}

/** A reader of the feed of cards. */
export interface Reader {
  readonly cards: KnownCards;
  /** Reads to the present end; gives how many changes there were. */
  read(): Promise<number>;
}

/** A reader that knows some cards and goes on after a cursor; null: from the beginning. */
export function readerOfCards(registry: Registry, cards: KnownCards, from: string | null): Reader {
  let after = from;
  return {
    cards,
    async read() {
      const { token } = await registry.desk();
      for (let changed = 0; ;) {
        const query = { limit: 5_000, ...(after === null ? {} : { after }) };
        const page = await registry.call('cards', { token, query });
        for (const { key, card } of page.changes) {
          if (card === null) cards.delete(key);
          else cards.set(key, textOf(card.kind, card.firstDay, card.lastDay, card.state, card.childLimit));
        }
        changed += page.changes.length;
        after = page.cursor;
        if (!page.more) return changed;
      }
    },
  };
}

/** Fails where two readers who both read to the end know different cards; what changes meanwhile is read on. */
export async function mustAgree(one: Reader, other: Reader): Promise<void> {
  while ((await one.read()) + (await other.read()) > 0);
  const differing = [...new Set([...one.cards.keys(), ...other.cards.keys()])].filter(
    (key) => one.cards.get(key) !== other.cards.get(key),
  );
  must(
    differing.length === 0,
    `of ${differing.length} cards the list with its changes and the whole feed say different things`,
  );
}

function textOf(...fields: readonly (string | number | null)[]): string {
  return JSON.stringify(fields);
}
