/** Sends scans through a serial reader in random chunks, and tells what became of them. */
import { loadSerialport } from '../../src-main/scanners/serial-package.ts';
import { PATH_ID, serialBus } from '../../src-main/scanners/serial-bus.ts';
import type { Bus, FoundDevice, OpenDevice } from '../../src-main/scanners/ports.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';
import type { SerialFraming } from '../../src-shared/scan/serial-learning.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import { chanceOf, type Chance } from '../fuzz/chance.ts';
import type { Reader } from './ptys.ts';

/** So many milliseconds are more than any busy machine needs. */
const DEADLINE = 20_000;

export function settingsFor({ path }: Reader, framing: SerialFraming): DriverSettings {
  return { serial: { framing, baudRate: 9_600 }, chosen: [{ id: PATH_ID + path, use: true }], known: [] };
}

/** The bus over the real package. */
export function busFor(settings: DriverSettings): Bus {
  return serialBus({ load: loadSerialport, settings: () => settings });
}

export interface Session {
  readonly device: OpenDevice;
  readonly scans: { readonly scan: Scan; readonly raw: RawRead; readonly at: number }[];
  /** Resolves when so many scans have come; rejects after the deadline. */
  came(count: number): Promise<void>;
  /** Resolves when the device has told that it is gone; rejects after the deadline. */
  gone(): Promise<void>;
  /** How often it told. */
  told(): number;
  /** How often it told of a scan that was not whole. */
  partials(): number;
}

/** The reader as the bus lists it. */
export async function foundAs(bus: Bus, { path }: Reader): Promise<FoundDevice | undefined> {
  return (await bus.list()).find((found) => found.path === path);
}

/** Opens the reader through the bus. */
export async function openReader(reader: Reader, settings: DriverSettings): Promise<Session> {
  const bus = busFor(settings);
  const found = await foundAs(bus, reader);
  if (found === undefined) throw new Error('The reader is not listed.');
  const scans: Session['scans'] = [];
  const closed = Promise.withResolvers<void>();
  let partials = 0;
  let told = 0;
  let waiting = { count: Number.POSITIVE_INFINITY, resolve: (): void => undefined };
  const device = await bus.open(found, 'serial:test', settings, {
    onScan(scan, raw) {
      scans.push({ scan, raw, at: performance.now() });
      if (scans.length >= waiting.count) waiting.resolve();
    },
    onPartial() {
      partials += 1;
    },
    onClosed() {
      told += 1;
      closed.resolve();
    },
  });
  return {
    device,
    scans,
    came: (count) =>
      inTime(
        new Promise((resolve) => {
          waiting = { count, resolve };
          if (scans.length >= count) resolve();
        }),
        () => `${scans.length} scans of ${count} came`,
      ),
    gone: () => inTime(closed.promise, () => 'nobody told that the reader is gone'),
    told: () => told,
    partials: () => partials,
  };
}

async function inTime(promise: Promise<void>, says: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`After ${DEADLINE} ms ${says()}.`)), DEADLINE);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

export interface Condition {
  readonly framing: SerialFraming;
  /** What the reader sends after a code. */
  readonly end: string;
  readonly scans: number;
  /** At most so many scans back to back. */
  readonly backToBack: number;
  /** Bytes of its longest chunk. Where only silence ends a scan, a chunk holds all of it: this machine may stall in between. */
  readonly longestChunk: number;
  readonly seed: number;
}

export interface Outcome {
  readonly sent: number;
  readonly read: number;
  readonly wrong: number;
  readonly doubled: number;
  /** From the last byte written to the scan handed on, in milliseconds; nineteen of twenty are sooner. */
  readonly p95: number;
}

/** Sends so many different codes through the reader and holds what was read against them, one by one and in order. */
export async function sendScans(reader: Reader, condition: Condition): Promise<Outcome> {
  const session = await openReader(reader, settingsFor(reader, condition.framing));
  const chance = chanceOf(condition.seed);
  const codes: string[] = [];
  const writtenAt: number[] = [];
  while (codes.length < condition.scans) {
    const left = condition.scans - codes.length;
    const burst = Array.from({ length: Math.min(left, 1 + chance.below(condition.backToBack)) }, (_, index) =>
      codeOf(codes.length + index),
    );
    const before = codes.length;
    codes.push(...burst);
    await sendInChunks(reader, burst, condition, chance, (index) => {
      writtenAt[before + index] = performance.now();
    });
    await session.came(codes.length);
  }
  await session.device.close();
  const texts = session.scans.map(({ scan }) => scan.text);
  const delays = session.scans.map(({ at }, index) => at - (writtenAt[index] ?? at)).toSorted((one, two) => one - two);
  return {
    sent: codes.length,
    read: texts.length,
    wrong: texts.filter((text, index) => text !== codes[index]).length,
    doubled: texts.length - new Set(texts).size,
    p95: delays[Math.floor(delays.length * 0.95)] ?? 0,
  };
}

/** All different, of different lengths. */
function codeOf(number: number): string {
  return `${['A', 'AM', ''][number % 3]}${45_000_000 + number * 7}`;
}

/** In random chunks; half of them are taken by the system before the next one is sent. */
async function sendInChunks(
  reader: Reader,
  codes: readonly string[],
  { end, longestChunk }: Condition,
  chance: Chance,
  written: (index: number) => void,
): Promise<void> {
  const text = codes.map((code) => code + end).join('');
  const ends = codes.map((_, index) => codes.slice(0, index + 1).join(end).length + end.length);
  for (let from = 0; from < text.length;) {
    const to = Math.min(
      text.length,
      from + (end === '' ? longestChunk : 1 + chance.below(chance.oneIn(4) ? longestChunk : 5)),
    );
    for (const [index, at] of ends.entries()) if (at > from && at <= to) written(index);
    const taken = reader.send(Buffer.from(text.slice(from, to)));
    if (chance.oneIn(2)) await taken;
    from = to;
  }
}

/** One line of the table: source × condition × sent, read, wrong, doubled, p95. */
export function tableLine(condition: string, { sent, read, wrong, doubled, p95 }: Outcome): string {
  return `  serial | ${condition} | sent ${sent} | read ${read} | wrong ${wrong} | doubled ${doubled} | p95 ${p95.toFixed(1)} ms\n`;
}
