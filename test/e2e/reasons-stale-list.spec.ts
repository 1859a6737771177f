/** A real sale for each reason code that a stale card list brings. */
import { test } from '@playwright/test';
import pg from 'pg';
import { AGENT, at, begin, end, OTHER_AGENT, THEATRE, world } from './reasons.ts';
import { WITH_A_STALE_LIST } from './reasons-stale-list.ts';

test.describe('with a stale list', () => {
  test.beforeAll(async () => {
    await begin([AGENT, OTHER_AGENT, THEATRE], at('10:00'), async (database) => {
      const client = new pg.Client(database);
      await client.connect();
      await client.query(`UPDATE rule_sets SET body = jsonb_set(body, '{staleAfterHours}', '0.0000001')`);
      await client.end();
    });
    for (const { socket } of world().desks) await socket.until((state) => state.sync.cards.state === 'stale');
  });
  test.afterAll(end);
  for (const [code, scenario] of Object.entries(WITH_A_STALE_LIST)) test(code, ({ page }) => scenario(page));
});
