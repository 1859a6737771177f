/** A change stream is locked by the last statements of a transaction: every delivery of the country waits meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../src-registry/db/database.ts';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { setLimits } from '../../src-registry/services/offers/limits.ts';
import { putOffers } from '../../src-registry/services/offers/put-offers.ts';
import { importReport } from '../../src-registry/services/paper/import-report.ts';
import { enterPaper, voidPaper } from '../../src-registry/services/paper/paper.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import { call, logIn } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';
import { spied } from './helpers/spied.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
const THEATRE = demoSite('teatteri').id;
const AGENT = demoSite('lipputoimisto').id;
const CALLER = {
  userId: '',
  siteId: THEATRE,
  networkId: null,
  roles: ['culture-actor', 'administrator'] as const,
  clientIds: [],
};
const PUBLISHING = /^(?:UPDATE streams|UPDATE (?:performances|acquisitions) AS changed)/;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  const [user] = await rows<{ id: string }>(registry.database.url, 'SELECT id FROM users WHERE site_id = $1', [
    THEATRE,
  ]);
  CALLER.userId = user!.id;
});
afterAll(() => registry.close());

/** Does the work; what was said while a stream was locked. */
async function sinceLocked(work: (tx: Tx) => Promise<Result<unknown>>): Promise<readonly string[]> {
  let since: readonly string[] = [];
  const done = await registry.services.database.transaction(async (tx) => {
    const each = spied(tx);
    const value = await work(each.tx);
    since = each.since();
    return value;
  });
  expect(done.ok).toBe(true);
  return since;
}

function expectOnlyPublishing(said: readonly string[], statements: number): void {
  expect(said.filter((sql) => !PUBLISHING.test(sql))).toEqual([]);
  expect(said).toHaveLength(statements);
}

test('USE-4: a report of many deliveries locks the stream of uses once, at its very end, and desks hear of all of it', async () => {
  const { context } = registry.services;
  const token = await logIn(registry.url, 'teatteri');
  await call(registry.url, 'setAgreement', { token, id: THEATRE, body: { agentId: AGENT, checkedBy: 'organiser' } });
  const performance = await putPerformance(registry, { title: { fi: 'Iso', sv: 'Iso', en: 'Iso' }, cap: capOf(500) });
  const share = { requestId: randomUUID(), agentId: AGENT, places: 460 };
  await call(registry.url, 'grantShare', { token, id: performance.id, body: share });
  const lines = Array.from({ length: 450 }, (_, each) => `A${100_000_000 + each};0;Iso;9.10.2026`);
  const request = {
    reportId: randomUUID(),
    agentId: AGENT,
    dryRun: false,
    file: Buffer.from(['kortti;lapset;nimi;pvm', ...lines].join('\n')).toString('base64'),
    choices: [],
    completeUntil: '2026-10-09',
    insteadOfAgreed: false,
    again: false,
  };
  const said = await sinceLocked((tx) => importReport(tx, context, CALLER, THEATRE, request));
  expectOnlyPublishing(said, 2);
  const desk = await enrolDesk(registry.url, 'teatteri');
  let [told, cursor] = [0, undefined as string | undefined];
  for (;;) {
    const page = await call(registry.url, 'uses', { token: desk.token, query: { after: cursor } });
    told += page.changes.filter(({ performanceId }) => performanceId === performance.id).length;
    if (page.changes.length === 0) break;
    cursor = page.cursor;
  }
  expect(told).toBe(450);
});

test('USE-3: paper that is entered or taken back locks it at its end', async () => {
  const { context } = registry.services;
  const performance = await putPerformance(registry, {});
  const entries = ['A045198723', 'A999999999'].map((code) => ({
    id: randomUUID(),
    performanceId: performance.id,
    code,
    children: 0,
    at: FRIDAY_NOON,
  }));
  expectOnlyPublishing(await sinceLocked((tx) => enterPaper(tx, context, CALLER, THEATRE, { entries })), 2);
  const { id } = entries[0]!;
  expectOnlyPublishing(await sinceLocked((tx) => voidPaper(tx, context, CALLER, id, { why: 'mistake' })), 2);
});

test('performances that are put together, some cancelled, and limits lock the streams at the end', async () => {
  const { context } = registry.services;
  const { organiser, capacity, cap, windows, exclusion } = await putPerformance(registry, {});
  const request = { action: 'putPerformances', requestId: randomUUID(), mode: 'all-or-nothing', body: {} } as const;
  const wishes = [1, 2, 3].map((each) => ({
    id: null,
    externalId: `last ${each}`,
    title: { fi: 'Sarja', sv: 'Sarja', en: 'Sarja' },
    day: `2026-12-0${each}`,
    cancelled: each === 2,
  }));
  expectOnlyPublishing(await sinceLocked((tx) => putOffers(tx, context, CALLER, organiser, request, wishes, true)), 2);
  const { id } = await putPerformance(registry, { capacity, cap });
  const limits = { capacity: 200, cap, windows, exclusion };
  expectOnlyPublishing(await sinceLocked((tx) => setLimits(tx, context, CALLER, id, limits)), 2);
});
