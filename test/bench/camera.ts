/**
 * npm run bench camera: both engines before a fake camera in Chromium; every condition, and what the screen pays for it.
 * Fails beyond the limits: what is read is right, soon enough, and the screen does not wait.
 */
import { conditions, NO_CARD } from '../screen/camera/conditions.ts';
import { measure, type Figures } from '../screen/camera/measure.ts';
import { percentile } from './figures.ts';

const SHOWINGS = 8;
const FRAMES_A_SHOWING = 42;

/** The clip once and a little more: the first and the last showing are cut short. */
const FRAMES = (SHOWINGS + 2) * FRAMES_A_SHOWING;
const A_MINUTE = 1_800;

/** To the first read of a clear card, p95, in milliseconds. */
const MOST_MILLISECONDS = 400;

/** Frame time p95 beside that with the camera on and no engine at work. */
const MOST_RATIO = 1.5;

const RUNS = [
  ...conditions(SHOWINGS).map((condition) => ({ condition, name: condition.name, frames: FRAMES })),
  // Whatever is read of it is wrong.
  { condition: NO_CARD, name: `${NO_CARD.name}, 60 s`, frames: A_MINUTE },
];

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
  const breaches: string[] = [];
  const hold = (isWithin: boolean, what: string): void => {
    if (!isWithin) breaches.push(what);
  };
  print(COLUMNS);
  print(COLUMNS.map(() => '---'));
  for (const engine of ENGINES) {
    const clear: number[] = [];
    for (const { condition, name, frames } of RUNS) {
      const figures = await measure(condition, { engine, decoderOff: false, frames });
      printFigures(engine, name, figures);
      const { wrong, doubled, longTasks } = figures;
      hold(wrong + doubled === 0, `${engine}, ${name}: ${wrong} wrong, ${doubled} doubled`);
      hold(longTasks.length === 0, `${engine}, ${name}: ${longTasks.length} tasks over 50 ms`);
      if (condition.isClear) clear.push(...figures.times);
    }
    const [p50, p95] = [percentile(clear, 0.5), percentile(clear, 0.95)];
    process.stdout.write(
      `clear clips, ${engine}: ${clear.length} cards, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms\n`,
    );
    hold(p95 <= MOST_MILLISECONDS, `${engine}, clear clips: p95 ${p95.toFixed(0)} ms`);
    const ratio = await benchScreen(engine);
    hold(ratio <= MOST_RATIO, `${engine}: frame time p95 ${ratio.toFixed(2)} times that with the decoder off`);
  }
  for (const breach of breaches) process.stderr.write(`beyond the limit: ${breach}\n`);
  if (breaches.length > 0) process.exitCode = 1;
}

/** Interleaved with its floor: the same camera, with nobody looking at its frames. Gives the ratio of the frame times' p95. */
async function benchScreen(engine: (typeof ENGINES)[number]): Promise<number> {
  const [condition] = conditions(SHOWINGS);
  if (condition === undefined) throw new Error('there is no condition');
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
  return on / off;
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
