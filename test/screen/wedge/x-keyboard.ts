/** Wedge scans through an X server of their own: keys by key code, so that the machine's layout is what it makes of them. */
import { chromium, type Browser } from '@playwright/test';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import { SeededRandom } from '../../simulation/seeded-random.ts';
import { expect } from '../counter.ts';
import { countFrom, emptyTally, openCounter, printTally, type Counter, type Tally } from './counted-scans.ts';

const run = promisify(execFile);

/** X key codes of a PC keyboard: letters by where they lie on a US one. */
const ROWS_OF_KEYS: readonly (readonly [number, string])[] = [
  [10, '1234567890'],
  [24, 'QWERTYUIOP'],
  [38, 'ASDFGHJKL'],
  [52, 'ZXCVBNM'],
];
const KEYS = { Shift: 50, 'Caps Lock': 66, Enter: 36, Tab: 23 } as const;

interface Condition {
  readonly layout: 'us' | 'fi' | 'fr';
  readonly capsLock: boolean;
  /** What xdotool is told to wait between the events of keys, in milliseconds. */
  readonly delay: number;
  readonly ending: 'Enter' | 'Tab' | 'nothing';
  readonly focus: 'field' | 'page';
}

const CONDITIONS: readonly Condition[] = [
  { layout: 'us', capsLock: false, delay: 2, ending: 'Enter', focus: 'field' },
  { layout: 'us', capsLock: true, delay: 12, ending: 'nothing', focus: 'page' },
  { layout: 'fi', capsLock: false, delay: 12, ending: 'Tab', focus: 'page' },
  { layout: 'fi', capsLock: true, delay: 2, ending: 'Enter', focus: 'field' },
  { layout: 'fr', capsLock: false, delay: 2, ending: 'nothing', focus: 'field' },
  { layout: 'fr', capsLock: true, delay: 12, ending: 'Enter', focus: 'page' },
  { layout: 'fr', capsLock: false, delay: 80, ending: 'Tab', focus: 'page' },
  { layout: 'us', capsLock: false, delay: 80, ending: 'Enter', focus: 'page' },
];

/** Scans each condition `times` times, prints one line, gives the figures. Needs Xvfb, xdotool and setxkbmap. */
export async function printedTallyUnderX(times: number, seed: number): Promise<Tally> {
  const { server, display } = await startXServer();
  const environment = { ...process.env, DISPLAY: display };
  let browser: Browser | null = null;
  try {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      headless: false,
      args: ['--no-sandbox'],
      env: environment,
    });
    const counter = await openCounter(browser);
    const tally = emptyTally();
    for (const [at, condition] of CONDITIONS.entries()) {
      await run('setxkbmap', [condition.layout], { env: environment });
      if (condition.capsLock) await pressKeys([KEYS['Caps Lock']], 5, environment);
      await scanUnder(counter, condition, times, seed + at, tally, environment);
      if (condition.capsLock) await pressKeys([KEYS['Caps Lock']], 5, environment);
    }
    expect(counter.confirms()).toBe(0);
    printTally('wedge, Chromium under an X server', tally);
    await counter.close();
    return tally;
  } finally {
    await browser?.close();
    server.kill();
  }
}

async function scanUnder(
  { desk, typed }: Counter,
  condition: Condition,
  times: number,
  seed: number,
  tally: Tally,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { delay, ending, focus } = condition;
  const random = new SeededRandom(seed);
  for (let time = 0; time < times; time += 1) {
    const code = time % 2 === 0 ? 'A045198723' : `K${String(random.below(1_000_000_000)).padStart(9, '0')}`;
    await typed.fill('kivi');
    if (focus === 'page') await typed.blur();
    const count = countFrom(desk, code, tally, condition);
    const keys = [...code].map(keyCodeOf);
    await pressKeys(ending === 'nothing' ? keys : [...keys, KEYS[ending]], delay, environment);
    await count(ending !== 'nothing');
    await expect(typed).toHaveValue('kivi');
  }
}

/** Presses keys by their codes, as a keyboard would. */
async function pressKeys(keys: readonly number[], delay: number, environment: NodeJS.ProcessEnv): Promise<void> {
  await run('xdotool', ['key', '--delay', String(delay), ...keys.map(String)], { env: environment });
}

function keyCodeOf(character: string): number {
  for (const [first, keys] of ROWS_OF_KEYS) if (keys.includes(character)) return first + keys.indexOf(character);
  throw new Error('no key for this character');
}

/** Starts Xvfb on a free display; it tells which one it took. */
async function startXServer(): Promise<{ readonly server: ChildProcess; readonly display: string }> {
  const server = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
    server.stdio[3]?.once('data', (number) => resolve(`:${String(number).trim()}`));
  });
  return { server, display };
}
