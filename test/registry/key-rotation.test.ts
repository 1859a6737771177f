/** Rotation of the signing key and of the network key, with a real registry and real desks (ARCHITECTURE, decision 4). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { presentNetworkKey } from '../../src-registry/services/keys/keys.ts';
import { putCards } from '../../src-registry/services/cards/cards.ts';
import { bury } from '../../src-registry/services/feeds/tombstones.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { realDesk, skippingClock, type RealDesk } from './helpers/real-desk.ts';
import { FRIDAY_NOON, rows, startTestRegistry } from './helpers/registry.ts';

const DUPLICATE = 'duplicate.same-performance';
const clock = skippingClock(FRIDAY_NOON);
const [SOLD_BEFORE, SOLD_BETWEEN, SOLD_AFTER] = ['A045198723', 'A100000001', 'A100000003'] as const;
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let second: typeof registry;
let administrator: string;
let tonight: string;
let desks: { first: RealDesk; other: RealDesk; away: RealDesk };

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  const place = { kind: 'url', url: registry.database.url } as const;
  second = await startTestRegistry(clock, { database: place, seed: { kind: 'empty' } });
  administrator = await logIn(registry.url, 'kansallinen');
  tonight = (await putPerformance(registry, {})).id;
  // The second is another node's.
  const first = await realDesk(registry.url, 'teatteri', 'Kassa 1', clock);
  const other = await realDesk(second.url, 'teatteri', 'Kassa 2', clock);
  const away = await realDesk(registry.url, 'lipputoimisto', 'Kassa 3', clock);
  desks = { first, other, away };
  for (const desk of Object.values(desks)) {
    await desk.until((state) => state.sync.cards.state === 'ready' && isOffered(state));
    await desk.pick(tonight);
  }
}, 60_000);
afterAll(async () => {
  for (const desk of Object.values(desks)) await desk.close();
  await second.close();
  await registry.close();
});

const isOffered = (state: ReturnType<RealDesk['state']>): boolean =>
  state.performances.some(({ performance }) => performance.id === tonight);
const delivered = (state: ReturnType<RealDesk['state']>): boolean => state.sync.waiting === 0;

/** Until a desk refuses a card because it was used: what the others sold has been heard of. */
async function knowsUse(desk: RealDesk, code: string): Promise<void> {
  await desk.scan(code);
  await desk.until(({ shown }) => shown?.verdict.reasons.some((reason) => reason.code === DUPLICATE) === true);
}

test('only an administrator sees and rotates keys, one generation after the other, each once', async () => {
  const coordinator = await logIn(registry.url, 'verkosto');
  expect(await refusal(registry.url, 'keys', { token: coordinator })).toBe('auth.forbidden');
  const token = administrator;
  expect(await refusal(registry.url, 'newSigningKey', { token, body: { generation: 3 } })).toBe('key.not-next');
  expect(await refusal(registry.url, 'newNetworkKey', { token, body: { generation: 3 } })).toBe('key.not-next');
  const use = { generation: 2, evenWithout: true };
  expect(await refusal(registry.url, 'useNetworkKey', { token, body: use })).toBe('key.not-next');
  const { signing, network } = await call(registry.url, 'newSigningKey', { token, body: { generation: 1 } });
  expect([signing, network].map((keys) => keys.map(({ generation }) => generation))).toEqual([[1], [1]]);
});

test('a signing key is endorsed by the one before: who pinned that goes on, and who enrols now pins the new one', async () => {
  const pinned = desks.first.secrets().signingKey;
  const token = administrator;
  const made = await call(registry.url, 'newSigningKey', { token, body: { generation: 2 } });
  expect(made.signing.map(({ generation }) => generation)).toEqual([2, 1]);
  expect(await call(registry.url, 'newSigningKey', { token, body: { generation: 2 } })).toEqual(made);
  // What was published before is signed anew, and a new desk can use it.
  const fresh = await realDesk(registry.url, 'teatteri', 'Kassa 4', clock);
  await fresh.until((state) => state.sync.cards.state === 'ready');
  expect(fresh.secrets().signingKey).not.toBe(pinned);
  await fresh.close();
  const noted = await rows<{ user_id: string | null }>(
    registry.database.url,
    `SELECT user_id FROM changes WHERE subject_kind = 'key' AND subject_id = 'signing/2'`,
  );
  expect(noted).toHaveLength(1);
  expect(noted[0]!.user_id).not.toBeNull();
});

test('a network key is announced before it is used, and not used while desks lack it unless that is said', async () => {
  await desks.first.sell(SOLD_BEFORE);
  await desks.first.until(delivered);
  const token = administrator;
  const announced = await call(registry.url, 'newNetworkKey', { token, body: { generation: 2 } });
  expect(announced.network).toMatchObject([{ generation: 2, inUseFrom: null }, { generation: 1 }]);
  expect(announced.desksWithout).toBe(announced.desks);
  expect(await refusal(registry.url, 'newNetworkKey', { token, body: { generation: 3 } })).toBe('key.not-next');
  const use = { generation: 2, evenWithout: false };
  expect(await refusal(registry.url, 'useNetworkKey', { token, body: use })).toBe('key.desks-without');
  // A desk that asks for its status has it, and cards go on being known by the first.
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { networkKeys } = await call(registry.url, 'desk', { token: desk.token });
  expect(networkKeys.map(({ generation }) => generation)).toEqual([2, 1]);
  expect((await call(registry.url, 'keys', { token })).desksWithout).toBe(announced.desks);
  expect((await call(registry.url, 'snapshot', { token: desk.token })).keyGeneration).toBe(1);
  // What a desk without a list records under the announced key is taken by a node that had not heard of it.
  const [newest] = networkKeys;
  Object.assign(desk.enrolment, { networkKeys: [newest] });
  const { id } = await putPerformance(registry, {});
  const there = { ...desk.sale({ performanceId: id, code: SOLD_BEFORE }) };
  const answer = await call(second.url, 'deliver', {
    token: desk.token,
    body: { epoch: desk.epoch, items: [there] },
  });
  expect(answer.answers).toMatchObject([{ result: 'recorded' }]);
});

test('CARD-5: through the rotation desks recognise cards and each other’s sales, be they on the old list or the new', async () => {
  const { first, other, away } = desks;
  await away.stop();
  const old = await rows<{ key: Buffer }>(registry.database.url, 'SELECT key FROM cards');
  const { database } = registry.services;
  await database.transaction(async (tx) => ok(await bury(tx, 'cards', ['ab'.repeat(16)], null)));

  const used = await call(registry.url, 'useNetworkKey', {
    token: administrator,
    body: { generation: 2, evenWithout: true },
  });
  expect(used.network[0]).toMatchObject({ generation: 2 });
  expect(used.network[0]!.inUseFrom).not.toBeNull();
  for (const desk of [first, other]) await desk.until(() => desk.listGeneration() === 2);
  const now = await rows<{ key: Buffer }>(registry.database.url, 'SELECT key FROM cards');
  const before = new Set(old.map(({ key }) => key.toString('hex')));
  expect(now.filter(({ key }) => before.has(key.toString('hex')))).toEqual([]);
  expect(first.secrets().networkKeys.map(({ generation }) => generation)).toEqual([2, 1]);

  // Sold before the rotation: at the desk itself and at the other one.
  expect(await first.scan(SOLD_BEFORE)).toMatchObject({ outcome: 'refuse', reasons: [DUPLICATE] });
  await knowsUse(other, SOLD_BEFORE);
  // Sold on the old list by a desk that has not heard: a fact, and a duplicate for whoever has the new list.
  await away.sell(SOLD_BETWEEN);
  await other.sell(SOLD_AFTER);
  away.start();
  await away.until((state) => delivered(state) && away.listGeneration() === 2);
  await knowsUse(first, SOLD_BETWEEN);
  await knowsUse(away, SOLD_AFTER);
  expect(await away.scan(SOLD_BETWEEN)).toMatchObject({ outcome: 'refuse', reasons: [DUPLICATE] });
  const [refused] = await rows<{ count: number }>(
    registry.database.url,
    'SELECT count(*)::integer AS count FROM set_aside',
  );
  expect(refused!.count).toBe(0);
}, 60_000);

test('cursors and tombstones of before are over; a node with the old keys still writes the present ones', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const instance = registry.services.context.instance;
  const old = Buffer.from(`${instance}.cards.1`).toString('base64url');
  expect(await refusal(registry.url, 'cards', { token: desk.token, query: { after: old } })).toBe('cursor.invalid');
  const { cursor, keyGeneration } = await call(registry.url, 'snapshot', { token: desk.token });
  expect(keyGeneration).toBe(2);
  expect((await call(registry.url, 'cards', { token: desk.token, query: { after: cursor } })).changes).toEqual([]);
  const fromStart = await call(registry.url, 'cards', { token: desk.token });
  expect(fromStart.changes.every(({ card }) => card !== null)).toBe(true);

  const { database, context } = registry.services;
  const stale = { ...context.keys, network: context.keys.network.filter(({ generation }) => generation === 1) };
  expect(presentNetworkKey(stale).generation).toBe(1);
  const card = { kind: 'personal', firstDay: '2026-01-01', lastDay: null, state: 'active', childLimit: 1 } as const;
  await database.transaction(async (tx) =>
    ok(await putCards(tx, { ...context, keys: stale }, [{ code: 'A500000001', ...card }])),
  );
  const [row] = await rows<{ right: boolean }>(
    registry.database.url,
    `SELECT key = present_card_key(code) AS right FROM cards WHERE code = 'A500000001'`,
  );
  expect(row).toEqual({ right: true });
});
