/** Desks that do not come back, and that do after all: write-off, the registry's own word about reservations, the late return. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poolOf } from '../../src-registry/services/desks/leases.ts';
import { writeOff } from '../../src-registry/services/desks/write-off.ts';
import { settleLost } from '../../src-registry/services/desks/settle-lost.ts';
import { call, logIn, problemIn, ask, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { handOver, next, reserve } from './helpers/life.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { realDesk, skippingClock, type RealDesk } from './helpers/real-desk.ts';
import { listen } from './helpers/news.ts';
import { FRIDAY_NOON, rows, startTestRegistry } from './helpers/registry.ts';

const SOON = '2026-10-09T09:30:00.000Z';
const HALF_AN_HOUR = 31 * 60_000;
const clock = skippingClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let theatre: string;
let coordinator: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  theatre = await logIn(registry.url, 'teatteri');
  coordinator = await logIn(registry.url, 'verkosto');
});
afterAll(() => registry.close());

const left = (performanceId: string, cap: number): Promise<number> =>
  registry.services.database.read((tx) => poolOf(tx, performanceId, cap));
const settle = (): Promise<number> => settleLost(registry.services.database, registry.services.context, null);

function off(desk: TestDesk, token = theatre, present = true) {
  return call(registry.url, 'writeOff', { token, id: desk.enrolment.deskId, body: { present } });
}

async function stateOf(acquisitionId: string) {
  const [row] = await rows<{ state: string; leased: number; beyond: number }>(
    registry.database.url,
    'SELECT state, leased_units AS leased, beyond_units AS beyond FROM acquisitions WHERE id = $1',
    [acquisitionId],
  );
  return row;
}

test('the idle places of a written-off desk go to the pool at once, its tickets keep theirs; attributed, once, and told', async () => {
  const [lost, other] = [await enrolDesk(registry.url, 'teatteri'), await enrolDesk(registry.url, 'teatteri')];
  const ear = await listen(registry.url, other.token);
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  await lost.lease(id, 5);
  await lost.deliver(lost.sale({ performanceId: id, code: 'A045198723', units: 1 }));
  expect(await left(id, 10)).toBe(5);
  const held = await call(registry.url, 'holdingDesks', { token: theatre });
  expect(held.items.find((each) => each.id === lost.enrolment.deskId)).toMatchObject({
    idle: 4,
    idleFrozen: 0,
    reserved: 0,
    writtenOff: false,
    siteName: lost.enrolment.site.name,
    revoked: false,
  });

  expect(await off(lost, coordinator)).toEqual({ deskId: lost.enrolment.deskId, returned: 4, reservations: 0 });
  await ear.until(({ freed }) => freed.includes(id));
  ear.close();
  expect(await left(id, 10)).toBe(9);
  expect(await off(lost)).toMatchObject({ returned: 0 });
  expect(await left(id, 10)).toBe(9);
  const after = await call(registry.url, 'holdingDesks', { token: theatre });
  expect(after.items.some((each) => each.id === lost.enrolment.deskId)).toBe(false);
  const noted = await rows<{ detail: unknown; elsewhere: boolean }>(
    registry.database.url,
    `SELECT detail, for_site_id IS NOT NULL AS elsewhere FROM changes WHERE action = 'writeOff' AND subject_id = $1
     ORDER BY number`,
    [lost.enrolment.deskId],
  );
  // The coordinator did it for the theatre; the theatre for itself.
  expect(noted).toEqual([
    { detail: { present: true, returned: 4, reservations: 0 }, elsewhere: true },
    { detail: { present: true, returned: 0, reservations: 0 }, elsewhere: false },
  ]);
  const request = { requestId: crypto.randomUUID(), performanceId: id, epoch: lost.epoch, units: 1 };
  expect(await refusal(registry.url, 'lease', { token: lost.token, body: request })).toBe('epoch.frozen');
});

test('CAP-9: what was set aside stays counted as consumed when its desk is written off, until it is recorded after all', async () => {
  const lost = await enrolDesk(registry.url, 'teatteri');
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  await lost.lease(id, 5);
  const sale = lost.sale({ performanceId: id, code: 'A045198723', units: 2 });
  const correction = lost.refused(id);
  const unreadable = { event: { ...lost.refused(id).event, type: 'unheard-of' }, sealed: null };
  const aside = [
    // Twice, differently: one fact.
    { ...sale, sealed: null },
    { ...sale, sealed: 'AAAA' },
    { ...correction, event: { ...correction.event, reasons: [] } },
    unreadable,
    { no: 'event' },
  ];
  expect(new Set((await lost.deliver(...aside)).map(({ result }) => result))).toEqual(new Set(['refused']));
  // Five, without the two of the sale and one of what cannot be read.
  expect(await off(lost)).toMatchObject({ returned: 2 });
  expect(await left(id, 10)).toBe(7);
  expect(await off(lost)).toMatchObject({ returned: 0 });
  await lost.deliver(sale);
  expect(await off(lost)).toMatchObject({ returned: 0 });
  expect(await left(id, 10)).toBe(7);
});

test('who does not reach the desk’s site writes nothing off, and nobody an unknown desk', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const agent = await logIn(registry.url, 'lipputoimisto');
  const wish = { id: desk.enrolment.deskId, body: { present: true } };
  expect(await refusal(registry.url, 'writeOff', { token: agent, ...wish })).toBe('auth.forbidden');
  const unknown = await ask(registry.url, 'writeOff', { token: theatre, body: { present: true } });
  expect(await problemIn(unknown)).toBe('desk.unknown');
  expect((await call(registry.url, 'desk', { token: desk.token })).epoch.frozen).toBe(false);
});

test('CAP-9, SALE-7: what a lost desk reserved lapses at its hour by the registry’s word; its place goes to the pool once, whoever frees it too', async () => {
  const [lost, other] = [await enrolDesk(registry.url, 'teatteri'), await enrolDesk(registry.url, 'teatteri')];
  const { id } = await putPerformance(registry, { cap: capOf(8) });
  await lost.lease(id, 4);
  const sale = (code: string) => ({ performanceId: id, code, units: 1 });
  const lapsing = reserve(lost, sale('A045198723'), { lapsesAt: SOON });
  const redeemed = reserve(lost, sale('A100000001'), { lapsesAt: SOON });
  const takenBack = reserve(lost, sale('A100000003'), { lapsesAt: SOON });
  await lost.deliver(lapsing, redeemed, takenBack);
  expect(await off(lost)).toMatchObject({ returned: 1, reservations: 3 });
  expect(await settle()).toBe(0);
  expect(await left(id, 8)).toBe(5);
  const held = await call(registry.url, 'holdingDesks', { token: theatre });
  expect(held.items.find((each) => each.id === lost.enrolment.deskId)).toMatchObject({ reserved: 3, writtenOff: true });

  // Another desk hands one ticket over, and another one that it takes back: that place is the lost desk's to free.
  await other.deliver(handOver(other, redeemed.event, 'A100000001'), handOver(other, takenBack.event, 'A100000003'));
  const back = { units: 0, placeTo: 'seller', stage: 'redeemed' } as const;
  await other.deliver(next(other, 'voided', takenBack.event, back));
  expect(await settle()).toBe(1);
  expect(await left(id, 8)).toBe(6);
  clock.skip(HALF_AN_HOUR);
  expect(await settle()).toBe(1);
  expect(await settle()).toBe(0);
  expect(await left(id, 8)).toBe(7);
  expect(await stateOf(lapsing.event.acquisitionId)).toEqual({ state: 'lapsed', leased: 0, beyond: 0 });
  expect(await stateOf(redeemed.event.acquisitionId)).toEqual({ state: 'redeemed', leased: 1, beyond: 0 });

  // It comes back and says the same in its own ledger.
  const said = next(lost, 'lapsed', lapsing.event, { units: 1, placeTo: 'epoch' });
  expect(await lost.deliver(said)).toMatchObject([{ result: 'recorded-with-conflict', conflicts: ['epoch-frozen'] }]);
  expect(await left(id, 8)).toBe(7);
});

test('what a written-off desk sold meanwhile is recorded, and counted beyond its lease; what it freed is the pool’s', async () => {
  const lost = await enrolDesk(registry.url, 'teatteri');
  const { id } = await putPerformance(registry, { cap: capOf(4) });
  await lost.lease(id, 2);
  const known = lost.sale({ performanceId: id, code: 'A045198723', units: 1 });
  await lost.deliver(known);
  await off(lost);
  expect(await left(id, 4)).toBe(3);
  const late = lost.sale({ performanceId: id, code: 'A100000001', units: 1 });
  expect(await lost.deliver(late)).toMatchObject([
    { result: 'recorded-with-conflict', conflicts: ['beyond-lease', 'epoch-frozen'] },
  ]);
  expect(await left(id, 4)).toBe(2);
  await lost.deliver(lost.voidOf(late), lost.voidOf(known));
  expect(await left(id, 4)).toBe(4);
  // The new epoch has a lease of its own.
  await lost.nextEpoch();
  expect(await lost.lease(id, 1)).toMatchObject({ granted: 1, pool: 3 });
});

test('what an epoch left behind that was frozen otherwise is reclaimed too, and the desk itself goes on', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { id } = await putPerformance(registry, { cap: capOf(9) });
  await desk.lease(id, 4);
  await desk.nextEpoch();
  await desk.lease(id, 2);
  const held = await call(registry.url, 'holdingDesks', { token: theatre });
  expect(held.items.find((each) => each.id === desk.enrolment.deskId)).toMatchObject({ idle: 2, idleFrozen: 4 });
  expect(await off(desk, theatre, false)).toMatchObject({ returned: 4 });
  expect(await left(id, 9)).toBe(7);
  expect(await desk.lease(id, 1)).toMatchObject({ granted: 3 });
  expect((await call(registry.url, 'desk', { token: desk.token })).epoch.frozen).toBe(false);
});

test('a real desk that was written off begins a new epoch by itself and sells again; nothing that it sold is lost', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(6) });
  const desk = await realDesk(registry.url, 'teatteri', 'Kassa kotona', clock);
  await desk.until((state) => state.sync.cards.state === 'ready' && offers(state, id));
  await desk.pick(id);
  await hasPlaceFor(desk, 'A045198723');
  expect(await left(id, 6)).toBe(3);
  const [row] = await rows<{ id: string }>(registry.database.url, `SELECT id FROM desks WHERE name = 'Kassa kotona'`);
  await desk.stop();
  await call(registry.url, 'writeOff', { token: theatre, id: row!.id, body: { present: true } });
  expect(await left(id, 6)).toBe(6);
  // Off-line it sells on, as it must.
  await desk.sell('A045198723');
  desk.start();
  await desk.until((state) => state.sync.network === 'online' && state.sync.waiting === 0);
  // Until it has heard, it accepts from the places that it had.
  const begun = 'SELECT FROM epochs WHERE desk_id = $1 AND frozen_at IS NULL';
  while ((await rows(registry.database.url, begun, [row!.id])).length === 0);
  await hasPlaceFor(desk, 'A100000001');
  const events = await rows<{ conflicts: string[] }>(
    registry.database.url,
    `SELECT conflicts FROM events JOIN epochs ON epochs.id = epoch_id WHERE desk_id = $1 AND type = 'redeemed'`,
    [row!.id],
  );
  expect(events).toEqual([{ conflicts: ['beyond-lease', 'epoch-frozen'] }]);
  await desk.sell('A100000001');
  await desk.until((state) => state.sync.waiting === 0);
  const epochs = await rows<{ why: string | null; reclaimed: boolean }>(
    registry.database.url,
    'SELECT frozen_why AS why, reclaimed_at IS NOT NULL AS reclaimed FROM epochs WHERE desk_id = $1 ORDER BY number',
    [row!.id],
  );
  expect(epochs).toEqual([
    { why: 'written-off', reclaimed: true },
    { why: null, reclaimed: false },
  ]);
  await desk.close();
});

type State = ReturnType<RealDesk['state']>;

const offers = (state: State, id: string): boolean => state.performances.some((each) => each.performance.id === id);

/** Until the desk could sell to a card: it has a place of its own. */
async function hasPlaceFor(desk: RealDesk, code: string): Promise<void> {
  await desk.scan(code);
  await desk.until(({ shown }) => shown?.verdict.outcome === 'accept');
}

test('a delivery that waited for a write-off knows of it: what it frees goes to the pool', async () => {
  const lost = await enrolDesk(registry.url, 'teatteri');
  const { id } = await putPerformance(registry, { cap: capOf(8) });
  await lost.lease(id, 4);
  const sold = lost.sale({ performanceId: id, code: 'A045198723', units: 1 });
  await lost.deliver(sold);
  const { database, context } = registry.services;
  const { promise: waits, resolve: goOn } = Promise.withResolvers<void>();
  const [caller] = await rows<{ userId: string; siteId: string }>(
    registry.database.url,
    `SELECT users.id AS "userId", site_id AS "siteId" FROM users JOIN sites ON sites.id = site_id WHERE sites.login = 'teatteri' LIMIT 1`,
  );
  const rights = { ...caller!, networkId: null, roles: ['culture-actor' as const], clientIds: [] };
  const wish = { present: true };
  const { promise: written, resolve: isWritten } = Promise.withResolvers<void>();
  const writing = database.transaction(async (tx) => {
    const done = await writeOff(tx, context, rights, lost.enrolment.deskId, wish);
    isWritten();
    await waits;
    return done;
  });
  await written;
  const delivering = lost.deliver(lost.voidOf(sold));
  const blocked = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%epochs%'`;
  while ((await rows(registry.database.url, blocked)).length === 0);
  goOn();
  expect(await writing).toMatchObject({ ok: true, value: { returned: 3 } });
  expect(await delivering).toMatchObject([{ problem: null }]);
  expect(await left(id, 8)).toBe(8);
});
