/** One sale's transaction beside a bare 4 kB overwrite + fdatasync, and a judgement's time, in the same folder and run. */
import { fdatasyncSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, personalCard, settableCardList } from '../desk/cards.ts';
import { deskUnderTest } from '../desk/desk-under-test.ts';
import { capped, NOON, performance as evening, TODAY } from '../desk/performances.ts';
import { printPair } from './figures.ts';

const PAIRS = 500;
const WARM_UP = 20;
/** As many as a desk's list shows on a busy day. */
const OFFERED = 20;

/** Measures and prints. The folder is on the disk that the repository is on, for the temporary one may be memory. */
export async function benchSale(): Promise<void> {
  const folder = mkdtempSync(join(import.meta.dirname, '../../test-results-bench-'));
  const codes = Array.from({ length: PAIRS + WARM_UP }, (_, index) => `A${300_000_000 + index}`);
  const byKey = new Map(codes.map((code) => [keyOf(code), personalCard(TODAY)]));
  const cards = { ...settableCardList(Date.parse(NOON)), find: (key: string) => byKey.get(key) ?? null };
  const under = await deskUnderTest({ folder, cards, unwatched: true });
  const tonight = capped(2_000);
  await under.offer(tonight, ...Array.from({ length: OFFERED - 1 }, () => evening()));
  await under.call('desk.pick', { performanceId: tonight.id });
  const file = openSync(join(folder, 'floor'), 'w');
  const page = Buffer.alloc(4_096, 7);
  writeSync(file, page, 0, page.length, 0);
  fdatasyncSync(file);

  const [scans, sales, floors]: [number[], number[], number[]] = [[], [], []];
  for (const [index, code] of codes.entries()) {
    await under.answerLeases(2_000);
    await under.time.advance(2_000);
    const scanned = performance.now();
    await under.desk.handlers['desk.scan']({ text: code, source: 'wedge' });
    const scan = performance.now() - scanned;
    const scanId = under.desk.state().shown?.scanId ?? '';
    const started = performance.now();
    const sold = await under.desk.handlers['desk.confirm']({ scanId, children: 0, deliberately: false });
    const sale = performance.now() - started;
    if (!sold.ok) throw new Error(sold.error.code);
    const written = performance.now();
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
    const floor = performance.now() - written;
    if (index < WARM_UP) continue;
    scans.push(scan);
    sales.push(sale);
    floors.push(floor);
  }
  printPair("One sale's transaction, durable", 'ms', sales, 'a bare 4 kB overwrite + fdatasync', floors);
  printPair('One judgement at the desk, from scan to verdict', 'ms', scans, 'the same', floors);
  under.close();
}
