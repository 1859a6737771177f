/** Sends scans through a device and counts what arrives of them. */
import { setTimeout } from 'node:timers/promises';
import type { Scan } from '../../../src-shared/scan/scan.ts';
import type { Row } from '../result-lines.ts';
import type { DriverUnderTest } from './driver-process.ts';

/** Nothing more comes after so long. */
const PATIENCE_MILLISECONDS = 20_000;

export interface Load {
  readonly source: string;
  /** What a scan of it says where it comes from. */
  readonly readAs: Scan['source'];
  readonly condition: string;
  readonly texts: readonly string[];
  /** How the device sends one. */
  send(text: string): Promise<void> | void;
  /** So many may be under way at most. */
  readonly underWay: number;
  /** From one to the next, in milliseconds; 0: back to back. */
  readonly paceMilliseconds: number;
}

/** Sends all, waits for the last, and counts. Scans with texts of another load are none of this one's. */
export async function measure(driver: DriverUnderTest, loads: readonly Load[]): Promise<Row[]> {
  const counts = loads.map((load) => countOf(load));
  driver.hear((scan) => {
    const owner = counts.find((one) => one.owns(scan.text)) ?? counts[0];
    owner?.take(scan);
  });
  await Promise.all(counts.map((one) => one.run()));
  driver.hear(null);
  return counts.map((one) => one.row());
}

interface Count {
  owns(text: string): boolean;
  take(scan: Scan): void;
  run(): Promise<void>;
  row(): Row;
}

function countOf({ source, readAs, condition, texts, send, underWay, paceMilliseconds }: Load): Count {
  const own = new Set(texts);
  const sentAt = new Map<string, number>();
  const took = new Map<string, number>();
  let wrong = 0;
  let doubled = 0;
  let heard = new AbortController();

  /** Waits until no more than so many are under way; false: nothing has come for long. */
  async function atMost(most: number): Promise<boolean> {
    while (sentAt.size - took.size > most) {
      const isLate = await setTimeout(PATIENCE_MILLISECONDS, true, { signal: heard.signal }).catch(() => false);
      if (isLate) return false;
      heard = new AbortController();
    }
    return true;
  }

  return {
    owns: (text) => own.has(text),
    take({ text, source: from }) {
      const at = sentAt.get(text);
      if (at === undefined || from !== readAs) wrong += 1;
      else if (took.has(text)) doubled += 1;
      else took.set(text, performance.now() - at);
      heard.abort();
    },
    async run() {
      for (const text of texts) {
        if (!(await atMost(underWay - 1))) return;
        sentAt.set(text, performance.now());
        await send(text);
        if (paceMilliseconds > 0) await setTimeout(paceMilliseconds);
      }
      await atMost(0);
    },
    row: () => ({
      source,
      condition,
      sent: sentAt.size,
      read: took.size,
      wrong,
      doubled,
      p95Milliseconds: percentile95([...took.values()]),
    }),
  };
}

function percentile95(values: readonly number[]): number | null {
  return values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? null;
}
