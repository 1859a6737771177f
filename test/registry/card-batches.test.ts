/** Batches of printed codes, hand-outs, and the value lists (REG-1, REG-2). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { MISSES_AN_HOUR } from '../../src-registry/services/cards/lookup-budget.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { problemSchema } from '../../src-shared/registry-api/problems.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { freshCode, personal } from './helpers/cards.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let distributor: string;
let coordinator: string;
let administrator: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
  [distributor, coordinator, administrator] = await Promise.all([
    logIn(url, 'sosiaalitoimisto'),
    logIn(url, 'verkosto'),
    logIn(url, 'kansallinen'),
  ]);
});
afterAll(() => registry.close());

const SITE = demoSite('sosiaalitoimisto').id;
const COORDINATING = demoSite('verkosto').id;
type Codes = BodyOf<'recordBatch'>['codes'];

const listOf = (...codes: string[]): Codes => ({ form: 'list', codes });
const bodyOf = (codes: Codes, siteId = SITE) => ({ id: randomUUID(), siteId, codes });
const record = (body: BodyOf<'recordBatch'>, token = coordinator) => call(url, 'recordBatch', { token, body });
const unregistered = async (id: string, token = distributor) =>
  (await call(url, 'unregisteredCodes', { token, id })).codes;

async function register(code: string, token: string): Promise<void> {
  const { answers } = await call(url, 'registerCards', {
    token,
    body: { forSiteId: null, items: [personal(code)] },
  });
  expect(answers[0]!.result).toBe('registered');
}

async function whyRefused(codes: Codes): Promise<string | undefined> {
  const response = await ask(url, 'recordBatch', { token: coordinator, body: bodyOf(codes) });
  const { code, why } = problemSchema.parse(await response.json());
  return code === 'card.malformed' ? why : code;
}

test('a batch is a list or a range of printed codes, and its distributor sees which are not registered yet', async () => {
  const [first, second] = [freshCode(), freshCode()].toSorted();
  const body = bodyOf(listOf(` ${first!.toLowerCase()} `, second!, first!));
  const batch = await record(body);
  const site = { id: SITE, name: demoSite('sosiaalitoimisto').name };
  expect(batch).toEqual({ id: body.id, site, recordedAt: FRIDAY_NOON, codes: 2 });
  expect(await unregistered(body.id)).toEqual([first, second]);
  await register(first!, distributor);
  expect(await unregistered(body.id)).toEqual([second]);
  // Repeating it is harmless.
  expect(await record(body)).toEqual(batch);

  const range = bodyOf({ form: 'range', first: 'K00099998', last: 'k00100001' });
  expect(await record(range)).toMatchObject({ codes: 4 });
  expect(await unregistered(range.id)).toEqual(['K00099998', 'K00099999', 'K00100000', 'K00100001']);
  const { items } = await call(url, 'siteBatches', { token: distributor });
  expect(items.map(({ id }) => id).toSorted()).toEqual([body.id, range.id].toSorted());
});

test('a range of one code is one, and what is no range is refused', async () => {
  expect(await record(bodyOf({ form: 'range', first: 'L5000', last: 'L5000' }))).toMatchObject({ codes: 1 });
  const range = (first: string, last: string) => whyRefused({ form: 'range', first, last });
  expect(await range('L5002', 'L5001')).toBe('range');
  expect(await range('L5002', 'M5003')).toBe('range');
  expect(await range('L9999', 'L10000')).toBe('range');
  expect(await range('L0000000', 'L0010000')).toBe('range');
  expect(await range('1234A', '1234B')).toBe('range');
  expect(await range('1234A', '1234A')).toBe('range');
  expect(await range('1111111111111111', '1111111111111112')).toBe('range');
  expect(await range('L12', 'L13')).toBe('too-short');
  expect(await whyRefused(listOf('L123-456'))).toBe('characters');
  expect(await record(bodyOf({ form: 'range', first: 'N0000000', last: 'N0009999' }))).toMatchObject({ codes: 10_000 });
});

test('a code is in one batch only, and a batch with one that is known already is not recorded at all', async () => {
  const [one, two] = [freshCode(), freshCode()];
  await record(bodyOf(listOf(one)));
  const body = bodyOf(listOf(two, one));
  expect(await refusal(url, 'recordBatch', { token: coordinator, body })).toBe('batch.code-known');
  expect(await refusal(url, 'unregisteredCodes', { token: coordinator, id: body.id })).toBe('batch.unknown');
  expect(await record(bodyOf(listOf(two)))).toMatchObject({ codes: 1 });
});

test('an id is of one batch: the same with other codes or for another site is refused', async () => {
  const body = bodyOf(listOf(freshCode(), freshCode()));
  await record(body);
  for (const other of [listOf(freshCode()), listOf(freshCode(), freshCode())]) {
    const wrong = { token: coordinator, body: { ...body, codes: other } };
    expect(await refusal(url, 'recordBatch', wrong)).toBe('batch.id-taken');
  }
  const elsewhere = { token: coordinator, body: { ...body, siteId: COORDINATING } };
  expect(await refusal(url, 'recordBatch', elsewhere)).toBe('batch.id-taken');
  // Handed on since: the request as it was is still the same.
  await call(url, 'handOutBatch', { token: coordinator, id: body.id, body: { siteId: COORDINATING } });
  expect(await record(body)).toMatchObject({ id: body.id, site: { id: COORDINATING }, codes: 2 });
});

test('a code of another batch is told only as often as a card that is not there, however it is asked', async () => {
  const known = freshCode();
  await record(bodyOf(listOf(known)));
  const token = administrator;
  const asked = { token, body: bodyOf(listOf(known)) };
  for (let time = 0; time < MISSES_AN_HOUR.user; time++) {
    expect(await refusal(url, 'recordBatch', asked)).toBe('batch.code-known');
  }
  expect(await refusal(url, 'recordBatch', asked)).toBe('card.lookup-limited');
  expect(await refusal(url, 'recordBatch', { token, body: bodyOf(listOf(freshCode())) })).toBe('card.lookup-limited');
});

test('a batch is handed on to another distributor of the network, which is noted', async () => {
  const body = bodyOf(listOf(freshCode()));
  await record(body);
  const hand = (siteId: string) => ({ token: coordinator, id: body.id, body: { siteId } });
  expect(await call(url, 'handOutBatch', hand(COORDINATING))).toMatchObject({ site: { id: COORDINATING } });
  expect(await refusal(url, 'unregisteredCodes', { token: distributor, id: body.id })).toBe('auth.forbidden');
  expect(await refusal(url, 'handOutBatch', hand(demoSite('teatteri').id))).toBe('site.not-distributor');
  expect(await refusal(url, 'handOutBatch', hand(demoSite('opisto').id))).toBe('auth.forbidden');
  expect(await refusal(url, 'handOutBatch', { ...hand(SITE), id: randomUUID() })).toBe('batch.unknown');
  expect(await refusal(url, 'recordBatch', { token: coordinator, body: bodyOf(listOf('A123456'), randomUUID()) })).toBe(
    'auth.forbidden',
  );
  const notes = await rows(
    registry.database.url,
    `SELECT action, for_site_id, detail FROM changes WHERE subject_kind = 'batch' AND subject_id = $1 ORDER BY number`,
    [body.id],
  );
  expect(notes).toEqual([
    { action: 'recordBatch', for_site_id: SITE, detail: { codes: 1 } },
    { action: 'handOutBatch', for_site_id: null, detail: { fromSiteId: SITE } },
  ]);
});

test('recording invented codes does not tell which of them are cards', async () => {
  const [near, far] = [freshCode(), freshCode()].toSorted();
  const elsewhere = { id: randomUUID(), login: `muualla-${randomUUID().slice(0, 8)}` };
  await rows(
    registry.database.url,
    `INSERT INTO sites (id, login, name, type, network_id)
     VALUES ($1, $2, 'Muualla', 'other', '018f0000-0000-7000-8000-000000000102')`,
    [elsewhere.id, elsewhere.login],
  );
  await rows(registry.database.url, `INSERT INTO site_roles VALUES ($1, 'distributor')`, [elsewhere.id]);
  await register(near!, distributor);
  await call(url, 'registerCards', {
    token: administrator,
    body: { forSiteId: elsewhere.id, items: [personal(far!)] },
  });
  clock.set('2026-10-09T09:00:01.000Z');
  const body = bodyOf(listOf(near!, far!));
  expect(await record(body)).toMatchObject({ codes: 2 });
  // Not even of the own network what was a card before: an invented range would tell.
  expect(await unregistered(body.id)).toEqual([near, far]);
});

test('REG-1: value lists are there from the start, in three languages, and only the administrator changes them', async () => {
  const { lists, municipalities } = await call(url, 'valueLists', { token: distributor });
  expect(municipalities).toEqual(['Kuikkaranta', 'Saarenselkä']);
  expect((await call(url, 'valueLists', { token: administrator })).municipalities).toEqual([]);
  expect(lists.map(({ list, values }) => [list, values.length])).toEqual([
    ['mother-tongue', 33],
    ['gender', 3],
    ['life-situation', 8],
  ]);
  expect(lists[0]!.values[2]).toEqual({
    value: 'se',
    labels: { fi: 'pohjoissaame', sv: 'nordsamiska', en: 'Northern Sami' },
    position: 3,
    retired: false,
  });
  const body = {
    list: 'mother-tongue',
    value: 'la',
    labels: { fi: 'latina', sv: 'latin', en: 'Latin' },
    position: 0,
    retired: false,
  } as const;
  expect(await refusal(url, 'putValue', { token: coordinator, body })).toBe('auth.forbidden');
  const { list: _, ...value } = body;
  expect(await call(url, 'putValue', { token: administrator, body })).toEqual(value);
  const after = await call(url, 'valueLists', { token: distributor });
  expect(after.lists[0]!.values[0]).toEqual(value);
  for (const wrong of ['Latin', 'la tin', '', '-', 'x'.repeat(41)]) {
    expect(await refusal(url, 'putValue', { token: administrator, body: { ...body, value: wrong } })).toBe(
      'request.malformed',
    );
  }
});
