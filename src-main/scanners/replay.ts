/** Scans out of a file or standard input, one a line: for tests, load and rehearsals. */
import type { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import { serialScan, type SerialFrame } from '../../src-shared/scan/serial-frame.ts';
import { startFraming, takeBytes } from '../../src-shared/scan/serial-framing.ts';

/** Waits before a scan, the milliseconds that its line begins with. */
export type ReplayPace = (milliseconds: number) => Promise<void>;

/** As the lines say. */
export const AS_WRITTEN: ReplayPace = (milliseconds) => setTimeout(milliseconds);

/** One after the other, with a turn for everybody else in between. */
export const AT_FULL_SPEED: ReplayPace = () => setImmediate();

/** Digits and a tab before the text; seven digits are almost three hours. */
const DELAY = /^(\d{1,7})\t/;

const LINE_FEED = 0x0a;

/** No line of a file lasts any time, and no baud rate is slow there. */
const NO_TIME = 0;
const ANY_BAUD_RATE = 9_600;

/**
 * Hands on each line of `input` as a scan, framed and read as a serial reader's are: empty lines are none, what is
 * longer than any code is dropped. A line may begin with a delay in milliseconds and a tab, as in `250\tA045198723`.
 * Resolves with the number of scans when the input ends; rejects where it cannot be read.
 */
export async function replayScans(
  input: Readable,
  onScan: (scan: Scan, raw: RawRead) => void,
  pace: ReplayPace,
): Promise<number> {
  let count = 0;
  for await (const frame of framesOf(input)) {
    const [delay = '', milliseconds = '0'] = DELAY.exec(frame.text) ?? [];
    await pace(Number(milliseconds));
    const scan = serialScan({ ...frame, text: frame.text.slice(delay.length) }, 'replay', 'replay', Date.now());
    if (scan === null) continue;
    onScan(scan, frame.raw);
    count += 1;
  }
  return count;
}

async function* framesOf(input: Readable): AsyncGenerator<SerialFrame> {
  let state = startFraming('lf', ANY_BAUD_RATE);
  for await (const chunk of input as AsyncIterable<Uint8Array | string>) {
    const step = takeBytes(state, Buffer.from(chunk as Uint8Array), NO_TIME);
    ({ state } = step);
    yield* step.frames;
  }
  // The last line may lack its end.
  yield* takeBytes(state, Uint8Array.of(LINE_FEED), NO_TIME).frames;
}
