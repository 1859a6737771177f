/** What the sales for each reason code have in common: who sells, and what is to be seen of a reason. */
import { expect, type Page } from '@playwright/test';
import type { ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { atTime, helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import type { Offer } from './offer.ts';
import { lastRecorded, verdict } from './sale.ts';
import { scan } from './wedge.ts';
import { expectArrived, openAt, startWorld, type DeskAtWork, type World } from './world.ts';

export const MINE = 'A045198723';
export const TWO_CHILDREN = 'A100000001';
export const ENDS_TODAY = 'A100000003';
export const COMMUNITY = 'AM99000123';

export const TODAY = helsinkiDay(Date.now());
export const at = (time: string): string => new Date(atTime(TODAY, time)).toISOString();

export const AGENT = { site: 'lipputoimisto', name: 'Kassa 1' };
export const OTHER_AGENT = { site: 'lipputoimisto', name: 'Kassa 2' };
export const THEATRE = { site: 'teatteri', name: 'Teatterin kassa' };

let started: World | null = null;

/** The registry and the desks of the tests that run now. */
export function world(): World {
  if (started === null) throw new Error('nothing has been started');
  return started;
}

/** Starts what the next tests sell at. */
export async function begin(...parts: Parameters<typeof startWorld>): Promise<void> {
  started = await startWorld(...parts);
}

/** Ends it. */
export async function end(): Promise<void> {
  await started?.close();
  started = null;
}

/** Who sells: the agent's two desks, whose site asks for a card that the list cannot tell; the theatre's does not. */
export const agent = (): DeskAtWork => world().desks[0]!;
export const other = (): DeskAtWork => world().desks[1]!;
export const theatre = (): DeskAtWork => world().desks[2]!;

/** Waits until the verdict on screen has the reason; gives whether it refuses, warns, or only notes. */
export async function shows(page: Page, code: ReasonCode): Promise<void> {
  await expect(verdict(page)).toHaveAttribute('data-reasons', new RegExp(`(?:^| )${code.replace('.', '\\.')}(?: |$)`));
}

/** The refusal is shown, offers no way on, and is told to the registry under its performance. */
export async function refuses(page: Page, code: ReasonCode): Promise<void> {
  await shows(page, code);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'refuse');
  await expect(page.locator('[data-action="confirm"]')).toHaveCount(0);
  await expectArrived(world(), 'refused', ({ reasons }) => reasons.includes(code));
}

/** The warning or note is shown, staff go on, and the registry gets a ticket that says what they went past. */
export async function goesOn(page: Page, code: ReasonCode, type: 'reserved' | 'redeemed' | 'attended' = 'redeemed') {
  await shows(page, code);
  await page.locator('[data-action="confirm"]').click();
  await expect.poll(() => lastRecorded(page)).not.toBeNull();
  await expectArrived(world(), type, ({ despite }) => despite.includes(code));
}

export async function stage(page: Page, name: 'redeem' | 'reserve' | 'attend'): Promise<void> {
  await page.locator(`[data-action="stage-${name}"]`).click();
  await expect(page.locator(`[data-stage="${name}"]`)).toBeVisible();
}

export async function scanAt(page: Page, desk: DeskAtWork, offer: Offer, code: string): Promise<void> {
  await openAt(page, desk, offer);
  await scan(page, code);
}

/** Reserves at a desk by its contract. */
export async function reserveAt(
  { socket }: DeskAtWork,
  performanceId: string,
  code: string,
  children = 0,
): Promise<void> {
  await socket.call('desk.pick', { performanceId });
  await socket.call('desk.stage', { stage: 'reserve', cardSeen: true });
  await socket.call('desk.scan', { text: code, source: 'typed' });
  const { shown } = await socket.until((state) => state.shown !== null && !state.shown.asking);
  const { scanId } = shown!;
  const done = await socket.call('desk.confirm', { scanId, children, deliberately: true });
  expect(done.ok).toBe(true);
}

export async function addToGroup(page: Page, ...codes: string[]): Promise<void> {
  await page.locator('[data-action="group"]').click();
  for (const [index, code] of codes.entries()) {
    await scan(page, code);
    await expect(page.locator('[data-line]')).toHaveCount(index + 1);
  }
}

export type Scenario = (page: Page) => Promise<void>;
