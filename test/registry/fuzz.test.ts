/** OWASP: a small run of the fuzzer over the OpenAPI document; the full one is in test/full. */
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineClock } from '../../src-registry/real-ports.ts';
import { fuzz, hasReach, told } from '../fuzz/fuzzer.ts';
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
  expect(report.succeeded.size).toBeGreaterThanOrEqual(50);
  expect(hasReach(report)).toBe(true);
  expect(await call(registry.url, 'health')).toMatchObject({ status: 'ok' });
}, 120_000);

test('a server that hangs up in place of an answer is found out', async () => {
  const server = createServer((socket) => void socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const know = () => knowledgeOf(registry);
  const report = await fuzz({ url: `http://127.0.0.1:${port}`, seed: 1_000_000, requests: 20, atOnce: 4, know });
  server.close();
  expect(report.wrong.length).toBeGreaterThan(10);
  expect(report.wrong[0]).toContain('no answer');
  expect(hasReach(report)).toBe(false);
});
