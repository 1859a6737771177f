/** Sales when it is late, and when it is over. */
import { expect } from '@playwright/test';
import type { ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { atTime } from '../../src-shared/kernel/helsinki.ts';
import { openDeskSocket } from './desk-socket.ts';
import { offered } from './offer.ts';
import { startDesk } from './processes.ts';
import { agent, AGENT, at, begin, MINE, refuses, shows, stage, TODAY, world, type Scenario } from './reasons.ts';
import { lastRecorded, openSale, sell } from './sale.ts';
import { scan } from './wedge.ts';
import { expectArrived, openAt } from './world.ts';

/** Each starts what it needs at an hour of its own, and ends at `end`. */
export const LATE: Partial<Record<ReasonCode, Scenario>> = {
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
