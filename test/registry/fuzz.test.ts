/** OWASP: a small run of the fuzzer over the OpenAPI document; the full one is in test/full. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineClock } from '../../src-registry/real-ports.ts';
import { fuzz, told } from '../fuzz/fuzzer.ts';
import { endConnections } from '../fuzz/send.ts';
import { knowledgeOf } from '../fuzz/world.ts';
import { call } from './helpers/call.ts';
import { startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;

beforeAll(async () => {
  registry = await startTestRegistry(machineClock);
});
afterAll(() => {
  endConnections();
  return registry.close();
});

test('3,000 requests of every kind of abuse: no 5xx, nothing of the inside in any answer, problems as documented', async () => {
  const know = () => knowledgeOf(registry);
  const report = await fuzz({ url: registry.url, seed: 1_000_000, requests: 3_000, atOnce: 8, know });
  process.stdout.write(`${told(report)}\n`);
  expect(report.wrong).toEqual([]);
  expect(report.unlisted).toEqual([]);
  expect(await call(registry.url, 'health')).toMatchObject({ status: 'ok' });
}, 120_000);
