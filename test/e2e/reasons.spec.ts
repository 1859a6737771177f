/** A real sale for each reason code: real keys in Chromium, the desk's and the registry's programs, PostgreSQL. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { REASON_CODES, type ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { atTime } from '../../src-shared/kernel/helsinki.ts';
import { openDeskSocket } from './desk-socket.ts';
import { offered } from './offer.ts';
import { startDesk } from './processes.ts';
import { BY_DAY } from './reasons-by-day.ts';
import {
  agent,
  AGENT,
  at,
  begin,
  end,
  goesOn,
  MINE,
  OTHER_AGENT,
  refuses,
  scanAt,
  shows,
  stage,
  theatre,
  THEATRE,
  TODAY,
  world,
  type Scenario,
} from './reasons.ts';
import { lastRecorded, openSale, sell, verdict } from './sale.ts';
import { scan } from './wedge.ts';
import { expectArrived, openAt, takeAllBack } from './world.ts';

test.describe('by day', () => {
  test.beforeAll(async () => {
    await begin([AGENT, OTHER_AGENT, THEATRE], at('10:00'));
  });
  test.afterEach(async () => {
    for (const desk of world().desks) await takeAllBack(desk);
  });
  test.afterAll(end);
  for (const [code, scenario] of Object.entries(BY_DAY)) test(code, ({ page }) => scenario(page));
});

/** A list that is always too old: the registry hands out a rule set that says so. */
const WITH_A_STALE_LIST: Partial<Record<ReasonCode, Scenario>> = {
  async 'cache.stale'(page) {
    await scanAt(page, agent(), 'swimming', MINE);
    await goesOn(page, 'cache.stale');
  },
  async 'card.unknown-stale-cache'(page) {
    await scanAt(page, theatre(), 'theatre', 'A999999999');
    await refuses(page, 'card.unknown-stale-cache');
    // The agent's site lets staff decide, and what the registry says of it later is shown until they have seen it.
    await scanAt(page, agent(), 'swimming', 'A999999999');
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'warn');
    await goesOn(page, 'card.unknown-stale-cache');
    const { followUps } = await agent().socket.until((state) => state.followUps.length > 0);
    expect(followUps[0]).toMatchObject({ provisional: true, conflicts: ['card-unknown'] });
    await page.locator('[data-follow-ups]').first().click();
    await page.locator('[data-action="followed-up"]').click();
    await agent().socket.until((state) => state.followUps.length === 0);
  },
  async 'cache.empty'(page) {
    const { part, socket, between, folder } = theatre();
    between.set('cut');
    socket.close();
    await part.stop();
    for (const file of readdirSync(folder)) if (file.startsWith('cards')) rmSync(join(folder, file));
    const again = await startDesk({ folder, registry: between.url, ...THEATRE, clock: at('10:05') });
    const heard = await openDeskSocket(again.url);
    await openSale(page, again.url, offered(heard.state(), 'theatre'));
    await scan(page, MINE);
    await shows(page, 'cache.empty');
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'refuse');
    between.set('through');
    await heard.until(({ sync }) => sync.cards.count > 0);
    await expectArrived(world(), 'refused', ({ reasons }) => reasons.includes('cache.empty'));
    heard.close();
    await again.stop();
  },
};

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

/** When it is late, and when it is over. */
const LATE: Partial<Record<ReasonCode, Scenario>> = {
  async 'reservation.lapsed'(page) {
    await begin([AGENT], at('10:00'));
    await openAt(page, agent(), 'festival');
    await stage(page, 'reserve');
    await sell(page, MINE);
    await agent().socket.until((state) => state.sync.waiting === 0);
    const { part, socket, between, folder } = agent();
    between.set('cut');
    socket.close();
    await part.stop();
    await world().moveRegistryTo(at('12:30'));
    const later = await startDesk({ folder, registry: between.url, ...AGENT, clock: at('12:30') });
    const heard = await openDeskSocket(later.url);
    await openSale(page, later.url, offered(heard.state(), 'festival'));
    await scan(page, MINE);
    await shows(page, 'reservation.lapsed');
    await page.locator('[data-action="confirm"]').click();
    await expect.poll(() => lastRecorded(page)).not.toBeNull();
    between.set('through');
    await expectArrived(
      world(),
      'redeemed',
      ({ despite, units }) => despite.includes('reservation.lapsed') && units === 1,
    );
    await expectArrived(world(), 'lapsed', ({ placeTo }) => placeTo === 'epoch');
    heard.close();
    await later.stop();
  },
  async 'window.reservations-closed'(page) {
    await begin([AGENT], at('23:45'));
    await openAt(page, agent(), 'theatre');
    await stage(page, 'reserve');
    await scan(page, MINE);
    await refuses(page, 'window.reservations-closed');
  },
  async 'performance.over'(page) {
    const midnight = atTime(TODAY, '23:59') + 60_000;
    await begin([AGENT], new Date(midnight - 25_000).toISOString());
    const { socket } = agent();
    await openAt(page, agent(), 'course');
    await socket.until((state) => Date.parse(state.now) >= midnight);
    await scan(page, MINE);
    await refuses(page, 'performance.over');
  },
};

test.describe('late', () => {
  test.afterEach(end);
  for (const [code, scenario] of Object.entries(LATE)) {
    test(code, ({ page }) => {
      test.setTimeout(180_000);
      return scenario(page);
    });
  }
});

test('every reason code has its sale above', () => {
  const shown = Object.keys({ ...BY_DAY, ...WITH_A_STALE_LIST, ...LATE });
  expect(shown.toSorted()).toEqual([...REASON_CODES].toSorted());
});
