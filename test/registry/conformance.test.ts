/** The conformance kit: our own registry holds to the contract, one with faults is told of, and every defect is found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFaults } from '../../src-registry/http/faults.ts';
import { machineClock } from '../../src-registry/real-ports.ts';
import { CHECKS, lineOf, runChecks, summaryOf, type Finding } from '../conformance/kit.ts';
import { DEFECT_KINDS } from '../conformance/defects/kinds.ts';
import { startProxy } from '../conformance/defects/proxy.ts';
import { startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
const login = { site: 'teatteri', user: 'main', password: 'kaiku-demo' };
const patience = 10_000;
const quietly = (): void => undefined;

beforeAll(async () => {
  registry = await startTestRegistry(machineClock);
});
afterAll(() => registry.close());

const bad = (findings: readonly Finding[]): string[] =>
  findings.flatMap((each, index) => (each.outcome === 'ok' ? [] : [lineOf(each, index + 1)]));

test('our registry passes every check, and none is left out', async () => {
  const lines: string[] = [];
  const options = { url: registry.url, login, card: 'A045198723', patience };
  const findings = await runChecks(CHECKS, options, (finding, number) => void lines.push(lineOf(finding, number)));
  process.stdout.write(`${lines.join('\n')}\n${summaryOf(findings)}\n`);
  expect(bad(findings)).toEqual([]);
}, 120_000);

test('without a log-in, what needs one does not apply', async () => {
  const findings = await runChecks(CHECKS, { url: registry.url, login: null, card: null, patience }, quietly);
  expect(findings.filter(({ outcome }) => outcome === 'not ok')).toEqual([]);
  expect(findings.filter(({ outcome }) => outcome === 'not applicable').length).toBeGreaterThan(20);
}, 120_000);

test('a registry that is not there fails every check, in words', async () => {
  const findings = await runChecks(
    CHECKS.slice(0, 4),
    { url: 'http://127.0.0.1:9', login: null, card: null, patience },
    quietly,
  );
  expect(findings.map(({ outcome }) => outcome)).toEqual(['not ok', 'not ok', 'not ok', 'not ok']);
  expect(findings.every(({ why }) => why?.includes('no answer'))).toBe(true);
});

describe('every defect is found by its check', () => {
  test.each(DEFECT_KINDS.map((kind) => [kind.name, kind] as const))(
    '%s',
    async (_name, kind) => {
      const checks = CHECKS.filter(({ title }) => title === kind.check);
      expect(checks).toHaveLength(1);
      const proxy = await startProxy(registry.url, kind);
      // What never comes is not waited for long.
      const asked = { url: proxy.url, login, card: 'A045198723', patience: kind.silent === true ? 1_000 : patience };
      const [finding] = await runChecks(checks, asked, quietly);
      await proxy.close();
      expect(finding).toMatchObject({ outcome: 'not ok', why: expect.stringMatching(/\w/) });
      expect(finding?.why).not.toContain('the kit could not go on');
    },
    60_000,
  );
});

test('a registry with faults is told of, check by check, and the kit goes on to its end', async () => {
  const plan = readFaults('seed=7,latency=0.2:50,cut=0.05,lost=0.05,failure=0.1,page=0.1,skew=0.2:60000');
  if (!plan.ok) throw new Error(plan.error.code);
  const faulty = await startTestRegistry(machineClock, { operation: { faults: plan.value } });
  const findings = await runChecks(CHECKS, { url: faulty.url, login, card: 'A045198723', patience }, quietly);
  await faulty.close();
  expect(findings).toHaveLength(CHECKS.length);
  const found = findings.filter(({ outcome }) => outcome === 'not ok');
  process.stdout.write(`with faults: ${summaryOf(findings)}\n`);
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(({ why }) => why === null || why.includes('the kit could not go on'))).toEqual([]);
  const reasons = found.map(({ why }) => why).join('\n');
  for (const kind of [/no answer/, /text\/html/, /status 50[023]/]) expect(reasons).toMatch(kind);
}, 120_000);
