/** Readers that follow all four feeds while others write, and end with exactly what the database has. */
import { expect } from 'vitest';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { call } from './call.ts';
import type { TestDesk } from './desk.ts';
import { rows } from './registry.ts';

type Feed = 'cards' | 'performances' | 'uses' | 'ruleSets';
type ChangeOf<Name extends Feed> = AnswerOf<Name>['changes'][number];

/** What one reader knows: the latest change of each thing, by its key. */
export interface Followed {
  readonly cards: ReadonlyMap<string, ChangeOf<'cards'>>;
  readonly performances: ReadonlyMap<string, ChangeOf<'performances'>>;
  readonly uses: ReadonlyMap<string, ChangeOf<'uses'>>;
  readonly ruleSets: ReadonlyMap<string, ChangeOf<'ruleSets'>>;
  readonly pages: number;
}

/** Follows the feeds in small pages, one after the other, until everything is over, and then to their ends. */
export async function followFeeds(desk: TestDesk, watching: { readonly isOver: boolean }): Promise<Followed> {
  function reader<Name extends Feed>(feed: Name, keyOf: (change: ChangeOf<Name>) => string) {
    const latest = new Map<string, ChangeOf<Name>>();
    let cursor: string | undefined;
    /** Reads a page; whether there is more now. */
    async function read(): Promise<boolean> {
      const query = { after: cursor, limit: 50 };
      const page: AnswerOf<Feed> = await call(desk.url, feed, { token: desk.token, query });
      for (const change of page.changes as ChangeOf<Name>[]) latest.set(keyOf(change), change);
      ({ cursor } = page);
      return page.more;
    }
    return { latest, read };
  }
  const cards = reader('cards', ({ key }) => key);
  const performances = reader('performances', ({ id }) => id);
  const uses = reader('uses', ({ acquisitionId }) => acquisitionId);
  const ruleSets = reader('ruleSets', ({ firstDay }) => firstDay);
  let pages = 0;
  for (let isLast = false; !isLast;) {
    isLast = watching.isOver;
    for (const { read } of [cards, performances, uses, ruleSets]) {
      for (let more = true; more; pages += 1) more = await read();
    }
  }
  return {
    cards: cards.latest,
    performances: performances.latest,
    uses: uses.latest,
    ruleSets: ruleSets.latest,
    pages,
  };
}

/** Cards, performances of the reader's site and its clients, and rule sets are what the database has; uses stand elsewhere. */
export async function expectAsInDatabase(url: string, desk: TestDesk, followed: Followed): Promise<void> {
  const cards = await rows<{ key: string; state: string; lastDay: string | null }>(
    url,
    `SELECT encode(key, 'hex') AS key, state, last_day::text AS "lastDay" FROM cards ORDER BY 1`,
  );
  const knownCards = [...followed.cards].flatMap(([key, { card }]) =>
    card === null ? [] : [{ key, state: card.state, lastDay: card.lastDay }],
  );
  expect(inOrder(knownCards, 'key')).toEqual(cards);
  const performances = await rows<{ id: string; limit: number | null; soldOut: boolean }>(
    url,
    `SELECT id, (cap ->> 'limit')::integer AS limit, coalesce(sold_out_mark, sold_out) AS "soldOut" FROM performances
     WHERE organiser_id = $1 OR organiser_id IN (SELECT organiser_id FROM agent_clients WHERE agent_id = $1) ORDER BY 1`,
    [desk.enrolment.site.id],
  );
  const knownPerformances = [...followed.performances].flatMap(([id, { performance }]) =>
    performance === null ? [] : [{ id, limit: performance.cap?.limit ?? null, soldOut: performance.soldOut }],
  );
  expect(inOrder(knownPerformances, 'id')).toEqual(performances);
  const ruleSets = await rows<{ body: unknown }>(url, 'SELECT body FROM rule_sets ORDER BY first_day');
  expect(inOrder([...followed.ruleSets.values()], 'firstDay')).toEqual(ruleSets.map(({ body }) => body));
}

function inOrder<Name extends string, Item extends Readonly<Record<Name, string>>>(
  items: readonly Item[],
  by: Name,
): Item[] {
  return items.toSorted((one, other) => (one[by] < other[by] ? -1 : 1));
}
