/** Snapshots and the large card lists that they are for. */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putCards } from '../../src-registry/services/cards/cards.ts';
import { isSnapshotDue, publishSnapshot } from '../../src-registry/services/feeds/snapshot.ts';
import { takePositions } from '../../src-registry/services/feeds/streams.ts';
import { cardInvalidOn, type Card } from '../../src-shared/card/card.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { manifestText } from '../../src-shared/registry-api/snapshot.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import { call, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const COUNT = 12_345;
const clock = settableClock(FRIDAY_NOON);
const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-test-'));
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(clock, { seed: { kind: 'cards', count: COUNT } });
  desk = await enrolDesk(registry.url, 'teatteri');
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

function fetchFile(hash: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(`/v1/snapshots/${hash}`, registry.url), {
    headers: { authorization: `Bearer ${desk.token}`, ...headers },
  });
}

function opened(manifest: SnapshotManifest, compressed: Uint8Array): Sqlite.Database {
  const file = join(folder, `${manifest.hash}.sqlite`);
  writeFileSync(file, zstdDecompressSync(compressed));
  return new Sqlite(file, { readonly: true });
}

test('a snapshot is what its signed manifest says, and holds exactly the registry’s cards', async () => {
  const manifest = await call(registry.url, 'snapshot', { token: desk.token });
  const compressed = new Uint8Array(await (await fetchFile(manifest.hash)).arrayBuffer());
  expect(createHash('sha256').update(compressed).digest('hex')).toBe(manifest.hash);
  expect(compressed.byteLength).toBe(manifest.compressedBytes);
  const raw = Buffer.from(desk.enrolment.signingKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  const signature = Buffer.from(manifest.signature, 'base64');
  expect(verify(null, Buffer.from(manifestText(manifest)), key, signature)).toBe(true);
  expect(verify(null, Buffer.from(manifestText({ ...manifest, cards: 1 })), key, signature)).toBe(false);

  const sqlite = opened(manifest, compressed);
  expect(sqlite.pragma('quick_check', { simple: true })).toBe('ok');
  const tables = sqlite.prepare('SELECT name FROM sqlite_schema').pluck().all();
  expect(tables).toEqual(['cards']);
  const inFile = sqlite
    .prepare('SELECT hex(key) AS key, kind, first_day, last_day, state, child_limit FROM cards')
    .all();
  sqlite.close();
  const inRegistry = await rows(
    registry.database.url,
    `SELECT upper(encode(key, 'hex')) AS key, kind, first_day::text, last_day::text, state, child_limit
     FROM cards ORDER BY cards.key`,
  );
  expect(inFile).toEqual(inRegistry);
  expect(manifest).toMatchObject({ cards: COUNT + 9, keyGeneration: 1, createdAt: FRIDAY_NOON });
});

test('the file may be kept for ever, and is not sent again to who has it', async () => {
  const { hash } = await call(registry.url, 'snapshot', { token: desk.token });
  const response = await fetchFile(hash);
  expect(response.headers.get('etag')).toBe(`"${hash}"`);
  expect(response.headers.get('cache-control')).toContain('immutable');
  await response.body!.cancel();
  expect((await fetchFile(hash, { 'if-none-match': `"${hash}"` })).status).toBe(304);
  expect((await fetchFile('0'.repeat(64))).status).toBe(404);
  expect((await fetchFile('..%2F..%2Fconnection.json')).status).toBe(404);
});

test('the feed goes on where the snapshot ends', async () => {
  const { cursor } = await call(registry.url, 'snapshot', { token: desk.token });
  const nothing = await call(registry.url, 'cards', { token: desk.token, query: { after: cursor } });
  expect(nothing.changes).toEqual([]);
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A100000001', action: 'end' } });
  const { changes } = await call(registry.url, 'cards', { token: desk.token, query: { after: cursor } });
  expect(changes).toMatchObject([{ card: { state: 'ended' } }]);
});

test('a new snapshot is due after more than 10,000 changes; the two newest files are kept', async () => {
  const { database, context, snapshots } = registry.services;
  const due = () => database.read(isSnapshotDue);
  const publish = (isDue: typeof isSnapshotDue) => publishSnapshot(database, context, snapshots, isDue);
  const before = await call(registry.url, 'snapshot', { token: desk.token });
  expect(await due()).toBe(false);
  await database.transaction(async (tx) => ok(await takePositions(tx, 'cards', 9_999)));
  expect(await due()).toBe(false);
  await database.transaction(async (tx) => ok(await takePositions(tx, 'cards', 1)));
  expect(await due()).toBe(true);
  const next = await publish(isSnapshotDue);
  expect(await due()).toBe(false);
  expect(await publish(isSnapshotDue)).toBeNull();
  expect((await call(registry.url, 'snapshot', { token: desk.token })).hash).toBe(next!.hash);
  expect((await fetchFile(before.hash)).status).toBe(200);
  await putOne(3);
  await publish(async () => true);
  expect(readdirSync(snapshots)).toHaveLength(2);
  expect((await fetchFile(before.hash)).status).toBe(404);
});

async function putOne(childLimit: number): Promise<void> {
  const { database, context } = registry.services;
  const card: Card = { kind: 'personal', firstDay: '2026-01-01', lastDay: null, state: 'active', childLimit };
  await database.transaction(async (tx) => ok(await putCards(tx, context, [{ code: 'A045198723', ...card }])));
}

test('--seed cards:N makes the same cards each time, with keys as HMAC-SHA-256 makes them, most of them valid', async () => {
  const url = await anotherDatabase(registry.database.url, 'twin');
  const seed = { kind: 'cards', count: 500 } as const;
  const twin = await startTestRegistry(clock, { database: { kind: 'url', url }, seed });
  const columns =
    'code, kind, first_day::text AS "firstDay", last_day::text AS "lastDay", state, child_limit AS "childLimit"';
  const sql = `SELECT ${columns} FROM cards WHERE code BETWEEN 'A200000000' AND 'A200000499' ORDER BY code`;
  const cards = await rows<Card & { code: string }>(url, sql);
  expect(cards).toHaveLength(500);
  expect(await rows(registry.database.url, sql)).toEqual(cards);
  const valid = cards.filter((card) => cardInvalidOn(card, '2026-10-09') === null);
  expect(valid.length).toBeGreaterThan(450);
  expect(new Set(cards.map((card) => card.kind))).toEqual(new Set(['personal', 'community']));
  expect(new Set(cards.map((card) => card.childLimit)).size).toBeGreaterThan(3);

  const [networkKey] = desk.enrolment.networkKeys;
  const [seeded] = await rows<{ key: Buffer }>(
    registry.database.url,
    `SELECT key FROM cards WHERE code = 'A200012344'`,
  );
  const hmac = createHmac('sha256', Buffer.from(networkKey!.key, 'base64')).update('A200012344').digest();
  expect(seeded!.key.equals(hmac.subarray(0, 16))).toBe(true);
  expect(twin.sentences.join('\n')).toContain('Making cards: 500 of 500');
  await twin.close();
});

test('without a published list the answer is a coded problem', async () => {
  await rows(registry.database.url, 'DELETE FROM snapshots');
  expect(await refusal(registry.url, 'snapshot', { token: desk.token })).toBe('snapshot.none');
});
