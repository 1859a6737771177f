/** OWASP: 100,000 requests of every kind of abuse over the OpenAPI document; the server is well afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineClock } from '../../src-registry/real-ports.ts';
import { fuzz, hasReach, told } from '../fuzz/fuzzer.ts';
import { endConnections } from '../fuzz/send.ts';
import { knowledgeOf } from '../fuzz/world.ts';
import { call } from '../registry/helpers/call.ts';
import { enrolDesk } from '../registry/helpers/desk.ts';
import { startTestRegistry } from '../registry/helpers/registry.ts';

const REQUESTS = 100_000;
const SEED = Number(process.env['KAIKUDESK_FUZZ_SEED'] ?? 20_261_122);
const MOST_ADDED_BYTES = 400_000_000;
let registry: Awaited<ReturnType<typeof startTestRegistry>>;

beforeAll(async () => {
  registry = await startTestRegistry(machineClock);
});
afterAll(() => {
  endConnections();
  return registry.close();
});

test('100,000 requests: no 5xx, nothing of the inside in any answer, and the server is well afterwards', async () => {
  const know = () => knowledgeOf(registry);
  // Before: the abuse uses up what this address may get wrong at log-in.
  const { token } = await enrolDesk(registry.url, 'teatteri');
  await fuzz({ url: registry.url, seed: SEED - 1_000, requests: 1_000, atOnce: 16, know });
  const before = process.memoryUsage().rss;
  const report = await fuzz({ url: registry.url, seed: SEED, requests: REQUESTS, atOnce: 16, know });
  const added = process.memoryUsage().rss - before;
  process.stdout.write(`${told(report)}\n  memory: ${Math.round(added / 1e6)} MB more, fuzzer and server together\n`);
  expect(report.wrong).toEqual([]);
  expect(report.unlisted).toEqual([]);
  expect(report.succeeded.size).toBeGreaterThanOrEqual(75);
  expect(hasReach(report)).toBe(true);
  expect(added).toBeLessThan(MOST_ADDED_BYTES);
  expect(await call(registry.url, 'health')).toMatchObject({ status: 'ok' });
  expect(await call(registry.url, 'desk', { token })).toMatchObject({ epoch: { frozen: false } });
}, 900_000);
