/** Change feeds: pages, cursors, replay. */
import { isDeepStrictEqual } from 'node:util';
import { expectProblem, must } from '../http.ts';
import { NotApplicable, type Check } from '../check.ts';
import type { Registry } from '../registry.ts';

const FEEDS = ['cards', 'performances', 'uses', 'ruleSets'] as const;
type Feed = (typeof FEEDS)[number];
const MOST_PAGES = 50;

interface Page {
  readonly changes: readonly unknown[];
  readonly cursor: string;
  readonly more: boolean;
}

async function page(registry: Registry, feed: Feed, query: Record<string, string | number>): Promise<Page> {
  const { changes, cursor, more } = await registry.call(feed, { token: (await registry.desk()).token, query });
  return { changes, cursor, more };
}

/** Asks twice for one page, and goes on from it. */
async function follow(registry: Registry, feed: Feed): Promise<void> {
  let after: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query: Record<string, string | number> = { limit: 3, ...(after === null ? {} : { after }) };
    const found = await page(registry, feed, query);
    must(found.changes.length <= 3, `${feed}: ${found.changes.length} changes where 3 were asked for`);
    must(!found.more || found.changes.length > 0, `${feed}: more is promised on an empty page`);
    must(found.cursor !== after || found.changes.length === 0, `${feed}: the cursor stands still`);
    // Meanwhile others may have changed something: a page that was full, or not the last, stays what it was.
    if (found.more) {
      const again = await page(registry, feed, query);
      must(isDeepStrictEqual(again.changes, found.changes), `${feed}: the same cursor gave another page`);
    }
    if (!found.more) return;
    after = found.cursor;
  }
}

export const FEED_CHECKS: readonly Check[] = [
  ...FEEDS.map((feed): Check => ({
    title: `feed ${feed}: pages as asked for, replay harmless, an end`,
    run: (registry) => follow(registry, feed),
  })),
  {
    title: 'small pages and large ones hold the same, in the same order',
    async run(registry) {
      const whole = await page(registry, 'performances', { limit: 5_000 });
      if (whole.changes.length === 0) throw new NotApplicable('the site sells no performances');
      const small: unknown[] = [];
      let after: string | undefined;
      for (;;) {
        const found: Page = await page(registry, 'performances', {
          limit: 7,
          ...(after === undefined ? {} : { after }),
        });
        small.push(...found.changes);
        after = found.cursor;
        if (!found.more || small.length > whole.changes.length) break;
      }
      must(isDeepStrictEqual(small, whole.changes), 'pages of 7 do not add up to the page of 5,000');
    },
  },
  {
    title: 'at the end of a feed its cursor gives an empty page',
    async run(registry) {
      for (const feed of ['cards', 'ruleSets'] as const) {
        let found = await page(registry, feed, { limit: 5_000 });
        for (let pages = 0; found.more && pages < 2_000; pages++) {
          found = await page(registry, feed, { limit: 5_000, after: found.cursor });
        }
        const { changes, more } = await page(registry, feed, { after: found.cursor });
        must(changes.length === 0 && !more, `${feed}: after the end there are ${changes.length} changes`);
      }
    },
  },
  {
    title: 'a cursor that is damaged or another feed’s is a problem with 400',
    async run(registry) {
      const { token } = await registry.desk();
      const { cursor } = await page(registry, 'ruleSets', {});
      for (const [feed, after] of [
        ['cards', 'nonsense'],
        ['uses', cursor],
        ['performances', `${cursor}x`],
      ] as const) {
        const answer = await registry.ask(feed, { token, query: { after } });
        expectProblem(`${feed} after a wrong cursor`, answer, 400, 'cursor.invalid');
      }
    },
  },
  {
    title: 'limits of a page are 1 and 5,000',
    async run(registry) {
      const { token } = await registry.desk();
      for (const limit of [0, 5_001, 'many', 1.5, -1]) {
        const answer = await registry.ask('ruleSets', { token, query: { limit } });
        expectProblem(`limit ${limit}`, answer, 400, 'request.malformed');
      }
      await page(registry, 'ruleSets', { limit: 5_000 });
    },
  },
];
