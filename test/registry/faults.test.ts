/** Faults on purpose: each happens as often as it is told to, the same for the same seed, and never by accident. */
import { afterEach, expect, test } from 'vitest';
import { readFaults } from '../../src-registry/http/faults.ts';
import { readOptions } from '../../src-registry/options.ts';
import { enrolDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>> | null = null;
afterEach(async () => {
  await registry?.close();
  registry = null;
});

async function startWith(list: string) {
  const faults = readFaults(list);
  if (!faults.ok) throw new Error(faults.error.code);
  registry = await startTestRegistry(settableClock(FRIDAY_NOON), { operation: { faults: faults.value } });
  return registry;
}

/** What became of so many requests, one after the other. */
async function fates(url: string, count: number): Promise<string[]> {
  const seen: string[] = [];
  for (let each = 0; each < count; each++) {
    const response = await fetch(new URL('/v1/desk', url)).catch(() => null);
    const kind = response?.headers.get('content-type') === 'text/html' ? 'page' : String(response?.status ?? 'cut');
    await response?.arrayBuffer();
    seen.push(kind);
  }
  return seen;
}

test('faults are refused without a second word, and that word without faults', () => {
  const sentence = '--faults and --break-on-purpose go together: a registry that people rely on takes neither.';
  const outcome = (...words: string[]) => {
    const options = readOptions(words, {});
    return options.ok ? options.value.faults?.cut : options.error.code;
  };
  expect(outcome('--faults', 'cut=0.5')).toBe(sentence);
  expect(outcome('--break-on-purpose')).toBe(sentence);
  expect(outcome('--faults', 'cut=0.5', '--break-on-purpose')).toBe(0.5);
  for (const wrong of ['cut=2', 'cut=often', 'rain=0.1', 'latency=0.1:-5']) {
    expect(outcome('--faults', wrong, '--break-on-purpose')).toMatch(/^--faults takes a list such as /);
  }
});

test('cut connections, failures and foreign pages come seeded, health and readiness not at all, and it is said loudly', async () => {
  const list = 'seed=7,latency=0.1:5,cut=0.2,failure=0.2,page=0.2';
  const first = await startWith(list);
  expect(first.sentences.join('\n')).toContain('FAULTS ARE SWITCHED ON');
  const seen = await fates(first.url, 60);
  expect(new Set(seen)).toEqual(new Set(['401', 'cut', 'page', '500', '502', '503']));
  expect((await fetch(new URL('/v1/ready', first.url))).status).toBe(200);
  await first.close();
  expect(await fates((await startWith(list)).url, 60)).toEqual(seen);
});

test('an answer that is lost was carried out all the same', async () => {
  const plain = await startTestRegistry(settableClock(FRIDAY_NOON));
  const desk = await enrolDesk(plain.url, 'teatteri');
  const { id } = await putPerformance(plain, {});
  registry = plain;
  const faults = readFaults('lost=1');
  if (!faults.ok) throw new Error(faults.error.code);
  const lossy = await startTestRegistry(settableClock(FRIDAY_NOON), {
    database: { kind: 'url', url: plain.database.url },
    operation: { faults: faults.value },
  });
  const item = desk.sale({ performanceId: id, code: 'A045198723' });
  const body = JSON.stringify({ epoch: desk.epoch, items: [item] });
  const headers = { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' };
  await expect(fetch(new URL('/v1/events', lossy.url), { method: 'POST', headers, body })).rejects.toThrow();
  await lossy.close();
  expect(await rows(plain.database.url, 'SELECT FROM events WHERE id = $1', [item.event.id])).toHaveLength(1);
  expect((await desk.deliver(item))[0]?.result).toBe('already-recorded');
});

test('the registry’s time can be wrong, and the answer stays whole', async () => {
  const { url } = await startWith('skew=1:3600000');
  const desk = await enrolDesk(url, 'teatteri');
  const answer = await fetch(new URL('/v1/desk', url), { headers: { authorization: `Bearer ${desk.token}` } });
  const { serverTime } = (await answer.json()) as { serverTime: string };
  const wrongBy = Math.abs(Date.parse(serverTime) - Date.parse(FRIDAY_NOON));
  expect(wrongBy).toBeGreaterThan(0);
  expect(wrongBy).toBeLessThanOrEqual(3_600_000);
});
