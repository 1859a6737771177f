/** The log and the metrics: one line a request that says which call it was, and nothing by which a card could be known (DATA-1). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLog } from '../../src-registry/json-log.ts';
import { scrubbed } from '../../src-registry/scrub.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { listen } from './helpers/news.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

interface Line {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly request: string;
  readonly call: string | null;
  readonly status: number;
  readonly milliseconds: number;
  readonly desk?: string;
  readonly site?: string;
  readonly user?: string;
  readonly error?: string;
}

/** As printed, as typed, as pasted into an address. */
const CODES = ['A045198723', 'a045198723', 'AM99000123', '1234567890', 'A045 198 723', 'A045-198-723'];

const lines: string[] = [];
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;
let session: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON), {
    log: jsonLog('info', (line) => void lines.push(line)),
    operation: { metrics: { host: '127.0.0.1', port: 0 } },
  });
  desk = await enrolDesk(registry.url, 'teatteri');
  session = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const parsed = (): Line[] => lines.map((line) => JSON.parse(line) as Line);

/** The line of a request; it is written when the answer has gone out, which may be a moment after it was read. */
async function lineOf(request: string | null): Promise<Line> {
  for (;;) {
    const found = parsed().find((line) => line.request === request);
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a request is one line of JSON: its id, the call, the status, the time it took, and who called', async () => {
  const byDesk = await fetch(new URL('/v1/snapshot?x=A045198723', registry.url), {
    headers: { authorization: `Bearer ${desk.token}` },
  });
  const line = await lineOf(byDesk.headers.get('x-request-id'));
  const { deskId, site } = desk.enrolment;
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    msg: 'request',
    request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    call: 'snapshot',
    method: 'GET',
    status: 200,
    milliseconds: expect.any(Number),
    desk: deskId,
    site: site.id,
  });
  const byUser = await fetch(new URL('/v1/desks', registry.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${session}`, 'x-request-id': 'A045198723' },
  });
  expect(await lineOf(byUser.headers.get('x-request-id'))).toMatchObject({ call: 'enrol', status: 400, site: site.id });
  const nowhere = await fetch(new URL('/cards/A045198723', registry.url));
  expect(await lineOf(nowhere.headers.get('x-request-id'))).toMatchObject({ call: null, status: 404 });
});

test('DATA-1 whatever is sent, wherever in a request: no code and no token comes into the log', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(5) });
  await desk.lease(id, 2);
  for (const code of ['A045198723', 'AM99000123']) await desk.deliver(desk.sale({ performanceId: id, code, units: 1 }));
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A100000001', action: 'end' } });
  const all = Object.entries<Endpoint>(ENDPOINTS).filter(([name]) => name !== 'news');
  for (const [index, [, { method, path }]] of all.entries()) {
    for (const [which, token] of [desk.token, session, 'A045198723', 'A'.repeat(43)].entries()) {
      const code = CODES[(index + which) % CODES.length]!;
      const address = new URL(path.replaceAll(/:\w+/g, encodeURIComponent(code)), registry.url);
      address.searchParams.set('after', code);
      address.searchParams.set(code, token);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': which === 3 ? code : 'application/json',
        'user-agent': code,
        'x-request-id': code,
        'x-forwarded-for': code,
        cookie: `code=${code}; token=${token}`,
      };
      const bodies = [JSON.stringify({ code, [code]: token }), `{"code":"${code}"`, JSON.stringify([code]), code];
      const response = await fetch(address, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: bodies[which] ?? code }),
      });
      await response.arrayBuffer();
    }
  }
  // A bug of ours whose message quotes what was sent.
  await rows(registry.database.url, 'ALTER TABLE cards RENAME COLUMN child_limit TO gone');
  const body = { code: 'A100000001', action: 'end' as const };
  await expect(call(registry.url, 'demoCard', { token: desk.token, body })).rejects.toThrow('500');
  await rows(registry.database.url, 'ALTER TABLE cards RENAME COLUMN gone TO child_limit');
  registry.services.context.log.error(
    'It failed',
    new Error(`card "A045198723": Key (code)=(A100000001) exists; a045198723, ${session}`),
  );

  const text = lines.join('');
  expect(parsed().filter((line) => line.level === 'error').length).toBeGreaterThanOrEqual(2);
  expect(lines.length).toBeGreaterThan(all.length * 4);
  for (const code of [...CODES, 'A100000001']) expect(text).not.toContain(code);
  for (const token of [desk.token, session, 'kaiku-demo']) expect(text).not.toContain(token);
});

test('log-in, enrolment, a new user, a reset and a change of password leave no password and no token in the log', async () => {
  const { url, database } = registry;
  const secrets = ['kaiku-demo', 'arvaus-ei-osunut-7', 'seitsemän veljestä 1870', 'kesken jäänyt sana 12'];
  const [, wrong = '', own = '', unfinished = ''] = secrets;
  const keep = <Value extends { readonly token?: string; readonly password?: string }>(answer: Value): Value => {
    secrets.push(...[answer.token, answer.password].filter((secret) => secret !== undefined));
    return answer;
  };
  const logInAs = async (site: string, password: string, user?: string) =>
    keep(await call(url, 'login', { body: { site, password, ...(user === undefined ? {} : { user }) } }));
  const from = lines.length;
  const { token } = await logInAs('verkosto', 'kaiku-demo');
  const enrolment = keep(await call(url, 'enrol', { token, body: { requestId: randomUUID(), deskName: 'Kassa' } }));
  secrets.push(enrolment.networkKeys[0]!.key);
  const users = { token, id: enrolment.site.id, body: { login: 'kassa-9' } };
  const made = keep(await call(url, 'addUser', users));
  const reset = keep(await call(url, 'resetPassword', { token, id: made.userId }));
  const first = await logInAs('verkosto', reset.password, 'kassa-9');
  const change = (present: string) => ({ token: first.token, body: { present, wanted: own } });
  expect(await refusal(url, 'setPassword', change(wrong))).toBe('password.wrong');
  await call(url, 'setPassword', change(reset.password));
  expect(await refusal(url, 'login', { body: { site: 'verkosto', password: wrong } })).toBe('auth.invalid');
  // In the wrong field, in broken JSON, in an address, as a token.
  await refusal(url, 'login', { body: { site: own, user: own, password: own } });
  await refusal(url, 'login', { body: { site: 'verkosto', password: own, [own]: own } as never });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${reset.password}` };
  await fetch(new URL('/v1/sessions', url), { method: 'POST', headers, body: `{"password":"${unfinished}` });
  await fetch(new URL(`/v1/sessions?password=${encodeURIComponent(own)}`, url), {
    method: 'POST',
    headers,
    body: '{}',
  });
  await fetch(new URL('/v1/session', url), { headers });
  // While the database fails: what failed is told, not with what.
  const failures = [
    () => call(url, 'login', { body: { site: 'verkosto', password: own } }),
    () => call(url, 'enrol', { token, body: { requestId: randomUUID(), deskName: own } }),
    () => call(url, 'resetPassword', { token, id: made.userId }),
  ];
  await rows(database.url, 'ALTER TABLE users RENAME COLUMN password_hash TO gone');
  await rows(database.url, 'ALTER TABLE desks RENAME COLUMN name TO gone');
  for (const fail of failures) await expect(fail()).rejects.toThrow('500');
  await rows(database.url, 'ALTER TABLE users RENAME COLUMN gone TO password_hash');
  await rows(database.url, 'ALTER TABLE desks RENAME COLUMN gone TO name');

  const done = await fetch(new URL('/v1/health', url));
  await lineOf(done.headers.get('x-request-id'));
  const text = lines.slice(from).join('');
  expect(secrets.length).toBeGreaterThanOrEqual(10);
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(text).not.toContain(encodeURIComponent(secret));
  }
  const calls = new Set(
    parsed()
      .slice(from)
      .map((line) => line.call),
  );
  for (const name of ['login', 'enrol', 'addUser', 'resetPassword', 'setPassword']) expect(calls).toContain(name);
});

test.each([
  ['invalid input: "A045198723"', 'invalid input: "…"'],
  ['Key (code)=(A045198723) already exists.', 'Key "…" already exists.'],
  ['the card a045198723 is there', 'the card … is there'],
  ['typed as A045 198 723 today', 'typed as … today'],
  ['SELECT 1 failed at line 12:7', 'SELECT 1 failed at line 12:7'],
  [`token ${'aB3_'.repeat(11)} is wrong`, 'token … is wrong'],
])('%j is logged as %j', (text, expected) => {
  expect(scrubbed(text)).toBe(expected);
});

test('the metrics say what was answered, delivered and granted, and how the node is; no code, token or id is a label', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  const requestId = randomUUID();
  await desk.lease(id, 1, requestId);
  await desk.lease(id, 1, requestId);
  await desk.lease(id, 1);
  // This desk holds places, and gets none.
  await desk.lease(id, 1);
  const item = desk.sale({ performanceId: id, code: 'A100000001', units: 1 });
  await desk.deliver(item);
  await desk.deliver(item, { not: 'an item' });
  const ear = await listen(registry.url, desk.token);
  await ear.until(() => true);
  const page = await (await fetch(registry.metricsUrl!)).text();
  ear.close();
  const value = (start: string): number =>
    Number(
      page
        .split('\n')
        .find((line) => line.startsWith(start))
        ?.split(' ')
        .at(-1),
    );
  expect(value('kaikudesk_request_seconds_count{call="deliver",status="200"}')).toBeGreaterThanOrEqual(2);
  expect(value('kaikudesk_delivered_items_total{result="recorded"}')).toBeGreaterThanOrEqual(1);
  expect(value('kaikudesk_delivered_items_total{result="already-recorded"}')).toBeGreaterThanOrEqual(1);
  expect(value('kaikudesk_delivered_items_total{result="refused"}')).toBeGreaterThanOrEqual(1);
  expect(
    ['granted', 'repeated', 'none'].map((result) => value(`kaikudesk_lease_requests_total{result="${result}"}`)),
    // One more was granted above.
  ).toEqual([3, 1, 1]);
  expect(value('kaikudesk_news_streams ')).toBe(1);
  expect(value('kaikudesk_database_up ')).toBe(1);
  expect(value('kaikudesk_database_connections{state="waiting"}')).toBe(0);
  expect(value('kaikudesk_feed_head{stream="performances"}')).toBeGreaterThan(0);
  expect(value('kaikudesk_snapshot_age_seconds ')).toBe(0);
  expect(value('nodejs_eventloop_lag_p99_seconds ')).toBeGreaterThanOrEqual(0);
  for (const secret of [...CODES, 'A100000001', desk.token, session, desk.enrolment.deskId, id]) {
    expect(page).not.toContain(secret);
  }
  expect((await fetch(new URL('/', registry.metricsUrl!))).status).toBe(404);
  expect((await fetch(new URL('/metrics', registry.url))).status).toBe(404);
});
