/** npm run bench camera: both engines before a fake camera in Chromium; every condition, and what the screen pays for it. */
import { conditions, NO_CARD } from '../screen/camera/conditions.ts';
import { measure, type Figures } from '../screen/camera/measure.ts';
import { percentile } from './figures.ts';

const SHOWINGS = 8;
const FRAMES_A_SHOWING = 42;

/** The clip once and a little more: the first and the last showing are cut short. */
const FRAMES = (SHOWINGS + 2) * FRAMES_A_SHOWING;
const A_MINUTE = 1_800;

const ENGINES = ['wasm', 'script'] as const;
const COLUMNS = [
  'engine',
  'condition',
  'sent',
  'read',
  'wrong',
  'doubled',
  'p50 ms',
  'p95 ms',
  'tasks > 50 ms',
  'frame p95 ms',
];

/** Prints a row for each engine and condition, then what the screen pays, beside what it pays with no engine at work. */
export async function benchCamera(): Promise<void> {
  print(COLUMNS);
  print(COLUMNS.map(() => '---'));
  for (const engine of ENGINES) {
    const clear: number[] = [];
    for (const condition of conditions(SHOWINGS)) {
      const figures = await measure(condition, { engine, decoderOff: false, frames: FRAMES });
      printFigures(engine, condition.name, figures);
      if (condition.isClear) clear.push(...figures.times);
    }
    const alone = await measure(NO_CARD, { engine, decoderOff: false, frames: A_MINUTE });
    printFigures(engine, `${NO_CARD.name}, 60 s`, alone);
    const time = (share: number): string => percentile(clear, share).toFixed(0);
    process.stdout.write(`clear clips, ${engine}: ${clear.length} cards, p50 ${time(0.5)} ms, p95 ${time(0.95)} ms\n`);
    await benchScreen(engine);
  }
}

/** Interleaved with its floor: the same camera, with nobody looking at its frames. */
async function benchScreen(engine: (typeof ENGINES)[number]): Promise<void> {
  const [condition] = conditions(SHOWINGS);
  if (condition === undefined) return;
  const times: Record<'on' | 'off', number[]> = { on: [], off: [] };
  const tasks = { on: 0, off: 0 };
  for (const state of ['off', 'on', 'off', 'on'] as const) {
    const figures = await measure(condition, { engine, decoderOff: state === 'off', frames: FRAMES });
    times[state].push(...figures.frameTimes);
    tasks[state] += figures.longTasks.length;
  }
  const [on, off] = [percentile(times.on, 0.95), percentile(times.off, 0.95)];
  process.stdout.write(
    `frame time p95, ${engine}: ${on.toFixed(1)} ms; decoder off ${off.toFixed(1)} ms; ratio ${(on / off).toFixed(2)}; ` +
      `tasks over 50 ms: ${tasks.on}; decoder off ${tasks.off}\n`,
  );
}

function printFigures(engine: string, name: string, figures: Figures): void {
  const { sent, read, wrong, doubled, times, longTasks, frameTimes, complaints } = figures;
  const time = (share: number): string => (times.length === 0 ? '–' : percentile(times, share).toFixed(0));
  const numbers = [sent, read, wrong, doubled].map(String);
  const frameTime = percentile(frameTimes, 0.95).toFixed(1);
  print([engine, name, ...numbers, time(0.5), time(0.95), String(longTasks.length), frameTime]);
  for (const complaint of complaints) process.stdout.write(`  ${complaint}\n`);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
