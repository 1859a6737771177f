/** Scans in Chromium under a pairwise selection of conditions, counted: sent, read, wrong, doubled. */
import type { Browser, Locator, Page } from '@playwright/test';
import { PRESET_SCANNERS } from '../../../src-shared/desk-api/scanners.ts';
import { SeededRandom } from '../../simulation/seeded-random.ts';
import { keysOf, type Machine, type ReaderLayout } from '../../unit/wedge-layouts.ts';
import { expect } from '../counter.ts';
import { enrolledState, startFakeDesk, type FakeDesk } from '../fake-desk.ts';
import { IDS } from '../fake-facts.ts';
import { TimedKeyboard, type TimedKey } from './keys.ts';
import { pairwise, type Row } from './pairwise.ts';

const LAYOUTS: Readonly<Record<string, readonly [ReaderLayout, Machine, boolean]>> = {
  'US on US': ['US', 'US', false],
  'US on US, Caps Lock': ['US', 'US', true],
  'US on Finnish': ['US', 'Finnish', false],
  'US on French': ['US', 'French', false],
  'US on French, Caps Lock shifts digits': ['US', 'French, Caps Lock shifts digits', true],
  'French on French': ['French', 'French', false],
  'US through an input method': ['US', 'input method', false],
};

const CONDITIONS = {
  pace: ['1', '30', '60', '90'],
  stalls: ['none', 'two'],
  ending: ['Enter', 'Tab', 'late Enter', 'nothing'],
  framing: ['none', 'prefix', 'suffix', 'both'],
  layout: Object.keys(LAYOUTS),
  focus: ['field', 'page'],
  before: ['nothing', 'stray key', 'words', 'children'],
} as const;

type Condition = Row<typeof CONDITIONS>;

/** The rows, the same every time. */
export const ROWS: readonly Condition[] = pairwise(CONDITIONS);

/** A scripted desk with its screen, one of several at the same time. */
export interface Counter {
  readonly desk: FakeDesk;
  readonly page: Page;
  readonly typed: Locator;
  /** Sales that were asked to be recorded. */
  confirms(): number;
  close(): Promise<void>;
}

/** Opens the sale of the evening's performance on a page of its own. */
export async function openCounter(browser: Browser): Promise<Counter> {
  const assistance = { assistants: 0, supportPersons: 0, lastId: null };
  const desk = await startFakeDesk({ ...enrolledState(), pickedId: IDS.evening, assistance });
  const page = await browser.newPage();
  await page.goto(desk.url);
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  return {
    desk,
    page,
    typed: page.locator('input[name="code"]'),
    confirms: () => desk.requests.filter(({ command }) => command === 'desk.confirm').length,
    async close() {
      await page.close();
      await desk.close();
    },
  };
}

/** Plays every row so many times, at several desks at once, and counts. */
export async function scanAtDesks(browser: Browser, desks: number, times: number, seed: number): Promise<Tally> {
  const tally = emptyTally();
  const rows = [...ROWS.entries()];
  await Promise.all(
    Array.from({ length: desks }, async () => {
      const counter = await openCounter(browser);
      for (let next = rows.shift(); next !== undefined; next = rows.shift()) {
        await scanUnder(counter, next[1], times, seed + next[0], tally);
      }
      await counter.close();
    }),
  );
  return tally;
}

export interface Tally {
  sent: number;
  read: number;
  wrong: number;
  doubled: number;
  /** From the last key to the desk, in milliseconds, of scans that a key ended. */
  readonly latencies: number[];
  /** What was not read as it was sent, and under which conditions. */
  readonly failures: string[];
}

export function emptyTally(): Tally {
  return { sent: 0, read: 0, wrong: 0, doubled: 0, latencies: [], failures: [] };
}

/** A card that is accepted: an Enter too many would record it. */
const ACCEPTED = 'A045198723';

/** Scans `times` codes under a row's conditions and adds to its tally. Sales that were recorded fail at once. */
async function scanUnder(counter: Counter, row: Condition, times: number, seed: number, tally: Tally): Promise<void> {
  const random = new SeededRandom(seed);
  const { desk, page, typed } = counter;
  const framing = { prefix: isAround(row, 'prefix') ? '!' : '', suffix: isAround(row, 'suffix') ? '$' : '' };
  const learnt = { paceMilliseconds: Number(row.pace), ending: row.ending === 'nothing' ? 'never' : 'sent' } as const;
  desk.change({
    scanners: { ...desk.state().scanners, settings: { ...PRESET_SCANNERS, wedge: { ...framing, ...learnt } } },
  });
  // A command's answer comes after the state that was pushed before it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const keyboard = await TimedKeyboard.at(page);
  for (let time = 0; time < times; time += 1) {
    const code = time % 2 === 0 ? ACCEPTED : `K${String(random.below(1_000_000_000)).padStart(9, '0')}`;
    await typed.fill('');
    await focus(counter, row);
    const before = await interlude(keyboard, row, random);
    const count = countFrom(desk, code, tally, row);
    await keyboard.press(keysFor(`${framing.prefix}${code}${framing.suffix}`, row, before, random));
    await count(row.ending !== 'nothing');
    const left = row.focus === 'field' ? await typed.inputValue() : leftBehind(row);
    if (left !== leftBehind(row)) tally.failures.push(`${JSON.stringify(row)}: left in the field: ${left}`);
    expect(counter.confirms()).toBe(0);
  }
}

/** Waits for what comes of a scan that is about to be sent, and counts it. */
export function countFrom(
  desk: FakeDesk,
  code: string,
  tally: Tally,
  condition: object,
): (timed: boolean) => Promise<void> {
  const requests = desk.requests.length;
  const texts = () =>
    desk.requests
      .slice(requests)
      .filter(({ command }) => command === 'desk.scan')
      .map(({ payload }) => (payload as { text: string }).text.toUpperCase());
  return async (timed) => {
    const pressed = Date.now();
    const arrived = expect.poll(() => texts().length, { intervals: [5], timeout: 5_000 }).toBeGreaterThan(0);
    await arrived.catch(() => null);
    if (timed) tally.latencies.push(Date.now() - pressed);
    if (texts().join(' ') !== code) tally.failures.push(`${JSON.stringify(condition)} ${code}: ${texts().join(' ')}`);
    tally.sent += 1;
    tally.read += texts().includes(code) ? 1 : 0;
    tally.wrong += texts().filter((text) => text !== code).length;
    tally.doubled += Math.max(0, texts().filter((text) => text === code).length - 1);
  };
}

async function focus({ page, typed }: Counter, row: Condition): Promise<void> {
  if (row.focus === 'field') await typed.focus();
  else await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** What a person does first; gives the least gap to the scan, in milliseconds. */
async function interlude(keyboard: TimedKeyboard, row: Condition, random: SeededRandom): Promise<number> {
  const gap = 160 + random.below(80);
  switch (row.before) {
    case 'nothing':
      return 700;
    case 'stray key':
      await keyboard.press([{ key: 'x', code: 'KeyX', gap: 1_100 }]);
      return 200;
    case 'words':
      await keyboard.press(
        [...'kivi'].map((key, at) => ({ key, code: `Key${key.toUpperCase()}`, gap: at === 0 ? 1_100 : gap })),
      );
      return row.focus === 'field' ? 220 : 700;
    case 'children':
      await keyboard.press([{ key: '-', code: 'Slash', gap: 1_100 }]);
      return 220;
  }
}

function leftBehind({ before }: Condition): string {
  return { nothing: '', 'stray key': 'x', words: 'kivi', children: '-' }[before];
}

function keysFor(text: string, row: Condition, before: number, random: SeededRandom): TimedKey[] {
  const pace = Number(row.pace);
  const stalls = row.stalls === 'two' ? [4, 8] : [];
  const keys = keysOf(text, ...LAYOUTS[row.layout]!).map((key, at) => {
    const usual = Math.max(1, Math.round(pace * (0.9 + random.fraction() * 0.2)));
    return { ...key, gap: at === 0 ? before : stalls.includes(at) ? 150 + random.below(90) : usual };
  });
  if (row.ending === 'nothing') return keys;
  const key = row.ending === 'Tab' ? 'Tab' : 'Enter';
  return [...keys, { key, code: key, gap: row.ending === 'late Enter' ? 450 : Math.max(1, pace) }];
}

function isAround({ framing }: Condition, side: 'prefix' | 'suffix'): boolean {
  return framing === side || framing === 'both';
}

/** One line. */
export function printTally(name: string, { sent, read, wrong, doubled, latencies, failures }: Tally): void {
  for (const failure of failures) process.stdout.write(`${failure}\n`);
  const sorted = latencies.toSorted((first, second) => first - second);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  process.stdout.write(
    `${name.padEnd(70)} sent ${sent} read ${read} wrong ${wrong} doubled ${doubled} p95 ${p95} ms\n`,
  );
}
