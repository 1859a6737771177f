/** Sales in the morning of an ordinary day, one for each reason code that can be met then. */
import { expect, type Page } from '@playwright/test';
import type { ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { offered } from './offer.ts';
import {
  addToGroup,
  agent,
  COMMUNITY,
  ENDS_TODAY,
  goesOn,
  MINE,
  other,
  refuses,
  reserveAt,
  scanAt,
  shows,
  stage,
  theatre,
  TWO_CHILDREN,
  world,
  type Scenario,
} from './reasons.ts';
import { confirm, lastRecorded, scanAgain, sell, verdict } from './sale.ts';
import { scan } from './wedge.ts';
import { eventsIn, expectArrived, openAt } from './world.ts';

/** At ten in the morning of an ordinary day. */
export const BY_DAY: Partial<Record<ReasonCode, Scenario>> = {
  async 'card.malformed'(page) {
    await openAt(page, agent(), 'festival');
    await page.locator('input[name="code"]').fill('ABC');
    await page.keyboard.press('Enter');
    await refuses(page, 'card.malformed');
  },
  async 'card.check-digit-stripped'(page) {
    // As a reader sends the card that takes its last digit for a check digit.
    await scanAt(page, agent(), 'festival', MINE.slice(0, -1));
    await refuses(page, 'card.check-digit-stripped');
    // Typed, it is a code that nobody has.
    await page.locator('input[name="code"]').fill(MINE.slice(0, -1));
    await page.keyboard.press('Enter');
    await refuses(page, 'card.unknown');
  },
  async 'card.unknown'(page) {
    await scanAt(page, agent(), 'festival', 'A999999999');
    await refuses(page, 'card.unknown');
  },
  async 'card.out-of-use'(page) {
    await scanAt(page, agent(), 'festival', 'A100000006');
    await refuses(page, 'card.out-of-use');
  },
  async 'card.ended'(page) {
    await scanAt(page, agent(), 'festival', 'A100000005');
    await refuses(page, 'card.ended');
  },
  async 'card.not-yet-valid'(page) {
    await scanAt(page, agent(), 'festival', 'A100000004');
    await refuses(page, 'card.not-yet-valid');
  },
  async 'card.expired'(page) {
    await scanAt(page, agent(), 'festival', 'A100000002');
    await refuses(page, 'card.expired');
  },
  async 'card.community-on-course'(page) {
    await scanAt(page, agent(), 'course', COMMUNITY);
    await refuses(page, 'card.community-on-course');
  },
  async 'performance.cancelled'(page) {
    const performanceId = offered(agent().socket.state(), 'swimming');
    const cancel = (cancelled: boolean) =>
      cancelAtRegistry(world().registry.url, 'uimahalli', performanceId, cancelled);
    await openAt(page, agent(), 'swimming');
    await cancel(true);
    const isCancelled = (wanted: boolean) =>
      agent().socket.until(({ performances }) =>
        performances.some(({ performance }) => performance.id === performanceId && performance.cancelled === wanted),
      );
    await isCancelled(true);
    await scan(page, MINE);
    await refuses(page, 'performance.cancelled');
    await cancel(false);
    await isCancelled(false);
  },
  async 'performance.excluded'(page) {
    await scanAt(page, agent(), 'excluded', MINE);
    await refuses(page, 'performance.excluded');
  },
  async 'performance.sold-out'(page) {
    await openAt(page, agent(), 'festival');
    await page.locator('[data-action="sold-out"]').click();
    await page.locator('[data-action="sold-out"]').click();
    await scan(page, MINE);
    await refuses(page, 'performance.sold-out');
    await expectArrived(world(), 'sold-out-set', ({ soldOut }) => soldOut);
    // The other desk hears of it.
    await other().socket.until(({ performances }) => performances.some(({ performance }) => performance.soldOut));
    await page.locator('[data-action="sold-out"]').click();
    await page.locator('[data-action="sold-out"]').click();
    await other().socket.until(({ performances }) => performances.every(({ performance }) => !performance.soldOut));
  },
  async 'window.reservation-not-open'(page) {
    await scanAt(page, agent(), 'monthAhead', MINE);
    await refuses(page, 'window.reservation-not-open');
  },
  async 'window.redemption-not-open'(page) {
    await scanAt(page, agent(), 'sameEvening', MINE);
    await refuses(page, 'window.redemption-not-open');
  },
  async 'attendance.no-ticket'(page) {
    await openAt(page, agent(), 'theatre');
    await stage(page, 'attend');
    await scan(page, MINE);
    await refuses(page, 'attendance.no-ticket');
  },
  async 'attendance.only-reserved'(page) {
    await openAt(page, agent(), 'theatre');
    await stage(page, 'reserve');
    await sell(page, MINE);
    await stage(page, 'attend');
    await scanAgain(page, MINE, 'attendance.only-reserved');
    await refuses(page, 'attendance.only-reserved');
  },
  async 'attendance.again'(page) {
    await openAt(page, agent(), 'theatre');
    await sell(page, MINE);
    await stage(page, 'attend');
    const ticket = await lastRecorded(page);
    await expect(async () => {
      await scan(page, MINE);
      await expect(verdict(page)).toHaveAttribute('data-verdict', 'accept', { timeout: 500 });
    }).toPass({ intervals: [1_600] });
    await page.keyboard.press('Enter');
    await expectArrived(world(), 'attended', ({ acquisitionId }) => acquisitionId === ticket);
    await scanAgain(page, MINE, 'attendance.again');
    await goesOn(page, 'attendance.again', 'attended');
  },
  async 'duplicate.same-performance'(page) {
    await openAt(page, agent(), 'theatre');
    await sell(page, MINE);
    await scanAgain(page, MINE, 'duplicate.same-performance');
    await refuses(page, 'duplicate.same-performance');
  },
  async 'duplicate.reserved'(page) {
    await openAt(page, agent(), 'theatre');
    await stage(page, 'reserve');
    await sell(page, MINE);
    await scanAgain(page, MINE, 'duplicate.reserved');
    await refuses(page, 'duplicate.reserved');
  },
  async 'duplicate.same-day'(page) {
    await openAt(page, agent(), 'swimming');
    await sell(page, MINE);
    await scanAgain(page, MINE, 'duplicate.same-day');
    await goesOn(page, 'duplicate.same-day');
  },
  async 'group.card-twice'(page) {
    await openAt(page, agent(), 'theatre');
    await addToGroup(page, MINE, COMMUNITY);
    const line = page.locator('[data-line]').nth(2);
    await expect(async () => {
      await scan(page, MINE);
      await expect(line).toHaveAttribute('data-line-reasons', 'group.card-twice', { timeout: 500 });
    }).toPass({ intervals: [1_600] });
    await expect(line).toHaveAttribute('data-line-verdict', 'refuse');
  },
  async 'group.too-few-places'(page) {
    await openAt(page, agent(), 'small');
    await addToGroup(page, MINE, TWO_CHILDREN, COMMUNITY);
    await expect(page.locator('[data-basket]')).toHaveAttribute('data-reasons', /group\.too-few-places/);
    await expect(page.locator('[data-basket]')).toHaveAttribute('data-outcome', 'refuse');
    const before = await eventsIn(world().registry.database, 'redeemed');
    // One is dropped, deliberately; then the others are recorded together.
    await page.locator('[data-line]').nth(1).locator('[data-action="drop"]').click();
    await expect(page.locator('[data-basket]')).not.toHaveAttribute('data-outcome', 'refuse');
    await page.locator('[data-action="group-confirm"]').click();
    await expect
      .poll(async () => (await eventsIn(world().registry.database, 'redeemed')).length, { timeout: 30_000 })
      .toBe(before.length + 2);
  },
  async 'group.without-community-card'(page) {
    await openAt(page, agent(), 'theatre');
    await addToGroup(page, MINE, TWO_CHILDREN);
    await expect(page.locator('[data-basket]')).toHaveAttribute('data-reasons', 'group.without-community-card');
    await page.locator('[data-action="group-confirm"]').click();
    await expectArrived(world(), 'redeemed', ({ despite }) => despite.includes('group.without-community-card'));
  },
  async 'children.on-course'(page) {
    await scanAt(page, agent(), 'course', MINE);
    await childrenByContract(page, 1);
    await shows(page, 'children.on-course');
    await expect(page.locator('[data-action="confirm"]')).toHaveCount(0);
  },
  async 'children.over-limit'(page) {
    await scanAt(page, agent(), 'theatre', TWO_CHILDREN);
    await childrenByContract(page, 3);
    await shows(page, 'children.over-limit');
    await expect(page.locator('[data-action="confirm"]')).toHaveCount(0);
  },
  async 'children.over-reserved'(page) {
    const performanceId = offered(other().socket.state(), 'festival');
    await reserveAt(other(), performanceId, MINE);
    await openAt(page, agent(), 'festival');
    await scanAgain(page, MINE, /reservation\.found/);
    await page.keyboard.press('+');
    await shows(page, 'children.over-reserved');
    await page.keyboard.press('-');
    await goesOn(page, 'reservation.found');
  },
  async 'cap.reached'(page) {
    await openAt(page, agent(), 'small');
    await sell(page, MINE);
    await sell(page, TWO_CHILDREN);
    await scan(page, ENDS_TODAY);
    await refuses(page, 'cap.reached');
  },
  async 'cap.no-lease'(page) {
    const small = offered(theatre().socket.state(), 'small');
    // What an earlier scenario took back is heard of: off-line it would count as sold.
    await theatre().socket.until(({ performances }) =>
      performances.some(({ performance, left }) => performance.id === small && left === performance.cap?.limit),
    );
    theatre().between.set('cut');
    await theatre().socket.until((state) => state.sync.network === 'offline');
    await scanAt(page, theatre(), 'small', ENDS_TODAY);
    await shows(page, 'cap.no-lease');
    theatre().between.set('through');
    await theatre().socket.until((state) => state.sync.network === 'online');
  },
  async 'assistance.support-persons-off'(page) {
    // The swimming hall has them on, the institute off.
    await openAt(page, agent(), 'course');
    await page.locator('[data-action="assist"]').click();
    await expect(page.locator('[data-assist-reasons]')).toHaveAttribute(
      'data-assist-reasons',
      /assistance\.support-persons-off/,
    );
  },
  async 'assistance.seat'(page) {
    await openAt(page, agent(), 'theatre');
    await page.locator('[data-action="assist"]').click();
    await expect(page.locator('[data-assist-reasons]')).toHaveAttribute('data-assist-reasons', /assistance\.seat/);
    await page.locator('[data-action="assist-confirm"]').click();
    await expectArrived(world(), 'assisted', ({ count }) => count === 1);
    await page.locator('[data-action="assist-undo"]').click();
    await expectArrived(world(), 'assistance-voided', () => true);
  },
  async 'card.expires-before-performance'(page) {
    await openAt(page, agent(), 'sameEvening');
    await stage(page, 'reserve');
    await scan(page, ENDS_TODAY);
    await goesOn(page, 'card.expires-before-performance', 'reserved');
  },
  async 'card.community-again'(page) {
    await openAt(page, agent(), 'theatre');
    await scan(page, COMMUNITY);
    await shows(page, 'card.community-without-client');
    await page.keyboard.press('+');
    await expect(verdict(page)).toHaveAttribute('data-verdict', 'accept');
    await confirm(page);
    await scanAgain(page, COMMUNITY, 'card.community-again card.community-without-client');
    await goesOn(page, 'card.community-again');
  },
  async 'card.community-without-client'(page) {
    await scanAt(page, agent(), 'theatre', COMMUNITY);
    await goesOn(page, 'card.community-without-client');
  },
  async 'reservation.found'(page) {
    await openAt(page, agent(), 'theatre');
    await stage(page, 'reserve');
    const reserved = await sell(page, MINE);
    await stage(page, 'redeem');
    await scanAgain(page, MINE, 'reservation.found');
    await goesOn(page, 'reservation.found');
    await expectArrived(world(), 'redeemed', ({ acquisitionId, units }) => acquisitionId === reserved && units === 0);
  },
  async 'card.not-seen'(page) {
    await openAt(page, agent(), 'theatre');
    await stage(page, 'reserve');
    await page.locator('[data-action="telephone"]').click();
    await scan(page, MINE);
    await goesOn(page, 'card.not-seen', 'reserved');
    await expectArrived(world(), 'reserved', ({ cardSeen }) => !cardSeen);
  },
  async 'fee.due'(page) {
    await scanAt(page, agent(), 'concert', MINE);
    await goesOn(page, 'fee.due');
    await expectArrived(world(), 'redeemed', ({ feeCents }) => feeCents === 250);
  },
};

/** Its organiser cancels a performance, or takes that back. */
async function cancelAtRegistry(url: string, site: string, performanceId: string, cancelled: boolean): Promise<void> {
  const ask = async (path: string, body: unknown, token = ''): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return response.json();
  };
  const { token } = (await ask('/v1/sessions', { site, password: 'kaiku-demo' })) as { token: string };
  await ask(`/v1/performances/${performanceId}/cancel`, { cancelled }, token);
}

/** Sets a number of children that the screen's stepper does not offer. */
async function childrenByContract(page: Page, children: number): Promise<void> {
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'accept');
  const scanId = (await verdict(page).getAttribute('data-scan-id')) ?? '';
  await agent().socket.call('desk.children', { scanId, children });
}
