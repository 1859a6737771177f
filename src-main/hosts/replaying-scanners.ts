/** Recorded scans beside the devices: for tests, load and rehearsals. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { AS_WRITTEN, replayScans } from '../scanners/replay.ts';
import type { ScannerListener, ScannerPort } from '../services/scanner-port.ts';

/**
 * The devices of `port`, and the scans of a file, or of standard input (`-`), from the start on. At its end, or where it
 * cannot be read, `say` hears a sentence.
 */
export function replayingScanners(port: ScannerPort, file: string, say: (sentence: string) => void): ScannerPort {
  let input: Readable | null = null;
  let stopped = false;

  async function replay(from: Readable, { onScan }: ScannerListener): Promise<void> {
    try {
      const hand: typeof onScan = (scan, raw) => {
        if (!stopped) onScan(scan, raw);
      };
      const count = await replayScans(from, hand, AS_WRITTEN);
      say(`${count} recorded scans were read.`);
    } catch (error) {
      if (!stopped) say(`The recorded scans cannot be read: ${error instanceof Error ? error.message : ''}`);
    }
  }

  return {
    ...port,
    start(settings, listener) {
      port.start(settings, listener);
      input = file === '-' ? process.stdin : createReadStream(file);
      void replay(input, listener);
    },
    async stop() {
      stopped = true;
      input?.destroy();
      await port.stop();
    },
  };
}
