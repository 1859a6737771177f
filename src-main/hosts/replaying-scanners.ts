/** Recorded scans beside the devices: for tests, load and rehearsals. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { AS_WRITTEN, replayScans } from '../scanners/replay.ts';
import type { ScannerListener, ScannerPort } from '../services/scanner-port.ts';

export interface ReplayingScanners extends ScannerPort {
  /** Begins with the recorded scans: the desk can take them now. */
  replay(): void;
}

export interface ReplayParts {
  /** Of the devices, which go on beside it. */
  readonly port: ScannerPort;
  /** Of scans; `-`: standard input. */
  readonly file: string;
  /** Hears a sentence at its end, or where it cannot be read. */
  say(sentence: string): void;
  /** Hears what the desk threw at a scan; the next one is taken all the same. */
  onBug(error: unknown): void;
}

/** The devices of `port`, and the scans of a file once they are wanted. */
export function replayingScanners({ port, file, say, onBug }: ReplayParts): ReplayingScanners {
  let listener: ScannerListener | null = null;
  let input: Readable | null = null;
  let stopped = false;

  async function hand(from: Readable, { onScan }: ScannerListener): Promise<void> {
    let failed = 0;
    const handOne: typeof onScan = (scan, raw) => {
      if (stopped) return;
      try {
        onScan(scan, raw);
      } catch (error) {
        failed += 1;
        onBug(error);
      }
    };
    try {
      const count = await replayScans(from, handOne, AS_WRITTEN);
      const failures = failed === 0 ? '' : ` ${failed} more failed.`;
      if (!stopped) say(`${count - failed} recorded scans were read.${failures}`);
    } catch (error) {
      if (!stopped) say(`The recorded scans cannot be read: ${error instanceof Error ? error.message : ''}`);
    }
  }

  return {
    ...port,
    start(settings, hears) {
      listener = hears;
      port.start(settings, hears);
    },
    replay() {
      if (listener === null || input !== null || stopped) return;
      input = file === '-' ? process.stdin : createReadStream(file);
      void hand(input, listener);
    },
    async stop() {
      stopped = true;
      input?.destroy();
      await port.stop();
    },
  };
}
