/** Sales with a card list that is too old, or gone. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { openDeskSocket } from './desk-socket.ts';
import { offered } from './offer.ts';
import { startDesk } from './processes.ts';
import { agent, at, goesOn, MINE, refuses, scanAt, shows, theatre, THEATRE, world, type Scenario } from './reasons.ts';
import { openSale, verdict } from './sale.ts';
import { scan } from './wedge.ts';
import { expectArrived } from './world.ts';

/** A list that is always too old: the registry hands out a rule set that says so. */
export const WITH_A_STALE_LIST: Partial<Record<ReasonCode, Scenario>> = {
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
