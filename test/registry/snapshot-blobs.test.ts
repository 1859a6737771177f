/** Published card lists as blobs: parts of them, and nodes that share them through the database. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSnapshotDue, publishSnapshot } from '../../src-registry/services/feeds/snapshot.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
type Registry = Awaited<ReturnType<typeof startTestRegistry>>;
let registry: Registry;
let second: Registry;
let desk: TestDesk;
let hash: string;
let whole: Buffer;

beforeAll(async () => {
  // Large enough for several chunks.
  registry = await startTestRegistry(clock, { seed: { kind: 'cards', count: 60_000 } });
  const database = { kind: 'url', url: registry.database.url } as const;
  second = await startTestRegistry(clock, { database, seed: { kind: 'empty' } });
  desk = await enrolDesk(registry.url, 'teatteri');
  ({ hash } = await call(registry.url, 'snapshot', { token: desk.token }));
  whole = Buffer.from(await (await fetchFrom(registry)).arrayBuffer());
}, 60_000);
afterAll(async () => {
  await second.close();
  await registry.close();
});

function fetchFrom(node: Registry, headers: Record<string, string> = {}, of = hash): Promise<Response> {
  return fetch(new URL(`/v1/snapshots/${of}`, node.url), {
    headers: { authorization: `Bearer ${desk.token}`, ...headers },
  });
}

test('a part is asked for by its bytes, and cannot be asked for beyond the end', async () => {
  const size = whole.length;
  const asked = {
    'bytes=0-0': [0, 0],
    'bytes=100-199': [100, 199],
    [`bytes=${size - 10}-`]: [size - 10, size - 1],
    'bytes=-5': [size - 5, size - 1],
    [`bytes=0-${size * 2}`]: [0, size - 1],
    [`bytes=-${size * 2}`]: [0, size - 1],
  };
  for (const [range, [first, last]] of Object.entries(asked)) {
    const response = await fetchFrom(registry, { range });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([range, response.status]).toEqual([range, 206]);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${size}`);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(bytes.equals(whole.subarray(first, last! + 1))).toBe(true);
  }
  for (const range of [`bytes=${size}-`, `bytes=${size}-${size + 1}`, 'bytes=-0']) {
    const response = await fetchFrom(registry, { range });
    expect([range, response.status]).toEqual([range, 416]);
    expect(response.headers.get('content-range')).toBe(`bytes */${size}`);
    await response.arrayBuffer();
  }
});

test('what is no single range of bytes is answered whole, and so is a part of another content', async () => {
  for (const range of ['bytes=5-1', 'bytes=0-1,3-4', 'bytes=-', 'items=0-1', 'bytes=a-b', 'bytes=1']) {
    const response = await fetchFrom(registry, { range });
    expect([range, response.status, (await response.arrayBuffer()).byteLength]).toEqual([range, 200, whole.length]);
  }
  const range = 'bytes=0-9';
  const same = await fetchFrom(registry, { range, 'if-range': `"${hash}"` });
  expect([same.status, (await same.arrayBuffer()).byteLength]).toEqual([206, 10]);
  for (const other of [`"${'0'.repeat(64)}"`, `W/"${hash}"`, 'Fri, 09 Oct 2026 09:00:00 GMT']) {
    const response = await fetchFrom(registry, { range, 'if-range': other });
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, whole.length]);
  }
  const known = await fetchFrom(registry, { range, 'if-none-match': `"${'0'.repeat(64)}", W/"${hash}"` });
  expect(known.status).toBe(304);
});

test('a node that did not build it fetches it from the database, once for all who ask, and whole', async () => {
  const folder = second.services.snapshots;
  rmSync(folder, { recursive: true, force: true });
  const answers = await Promise.all(Array.from({ length: 8 }, () => fetchFrom(second)));
  for (const answer of answers) expect(Buffer.from(await answer.arrayBuffer()).equals(whole)).toBe(true);
  expect(readdirSync(folder)).toEqual([`${hash}.sqlite.zst`]);
  const [chunks] = await rows<{ count: number; most: number }>(
    registry.database.url,
    'SELECT count(*)::integer AS count, max(length(bytes)) AS most FROM snapshot_chunks',
  );
  expect(chunks).toEqual({ count: Math.ceil(whole.length / 1_048_576), most: 1_048_576 });

  // A chunk that is damaged is not handed out.
  rmSync(folder, { recursive: true });
  await rows(registry.database.url, `UPDATE snapshot_chunks SET bytes = '\\x00' WHERE place = 1`);
  expect((await fetchFrom(second)).status).toBe(404);
  expect(readdirSync(folder)).toEqual([]);
  await rows(registry.database.url, 'UPDATE snapshot_chunks SET bytes = $1 WHERE place = 1', [
    whole.subarray(1_048_576, 2_097_152),
  ]);
  expect((await fetchFrom(second)).status).toBe(200);
});

test('of nodes that build at once one publishes; what a broken build left behind does not stay', async () => {
  await rows(registry.database.url, 'DELETE FROM snapshots');
  for (const { services } of [registry, second]) {
    writeFileSync(join(services.snapshots, `${'1'.repeat(64)}.sqlite.zst`), 'of before');
  }
  const built = await Promise.all(
    [registry, second].map(({ services: { database, context, snapshots } }) =>
      publishSnapshot(database, context, snapshots, isSnapshotDue),
    ),
  );
  expect(built.filter((each) => each !== null)).toHaveLength(1);
  const [published] = await rows<{ hash: string }>(
    registry.database.url,
    `SELECT manifest ->> 'hash' AS hash FROM snapshots`,
  );
  for (const node of [registry, second]) {
    expect((await fetchFrom(node, {}, published!.hash)).status).toBe(200);
    expect(readdirSync(node.services.snapshots)).toContain(`${published!.hash}.sqlite.zst`);
  }
  const publisher = built[0] === null ? second : registry;
  expect(readdirSync(publisher.services.snapshots)).toHaveLength(1);
  // None is due any more: nothing is built.
  const { database, context, snapshots } = registry.services;
  expect(await publishSnapshot(database, context, snapshots, isSnapshotDue)).toBeNull();
});
