/** Two desks, one registry and one performance with a cap, for tests of what they do to each other. */
import { expect } from 'vitest';
import type { AcquisitionEvent, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { counterEffect, lifeOf } from '../../src-shared/acquisition/life.ts';
import { balance, NO_LEASE, type LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { keyOf } from './cards.ts';
import { deskUnderTest, type DeskUnderTest } from './desk-under-test.ts';
import { NOON } from './performances.ts';
import { registryModel, type RegistryModel } from './registry-model.ts';
import { settableTime, type SettableTime } from './settable-time.ts';

export interface World {
  readonly offered: Performance;
  readonly time: SettableTime;
  readonly registry: RegistryModel;
  desks: [DeskUnderTest, DeskUnderTest];
  epochs: number;
}

/** The id of the epoch with a number, from 1. */
export function epochId(number: number): string {
  return `019d0000-0000-7000-a000-${number.toString(16).padStart(12, '0')}`;
}

/** Two desks on-line in their first epochs, 1 and 2, of one time. */
export async function startWorld(offered: Performance): Promise<World> {
  const time = settableTime(NOON);
  const desks = [
    await deskUnderTest({ time, epoch: epochId(1), unwatched: true }),
    await deskUnderTest({ time, epoch: epochId(2), unwatched: true }),
  ] as const;
  for (const one of desks) {
    await one.offer(offered);
    await one.online();
  }
  return { offered, time, registry: registryModel(offered.cap?.limit ?? 0), desks: [...desks], epochs: 2 };
}

export function endWorld({ desks }: World): void {
  for (const one of desks) one.close();
}

/** Answers a desk's open requests for places. */
export async function answerLeases({ registry }: World, { desk }: DeskUnderTest): Promise<void> {
  for (const request of await desk.deskSide.wantedPlaces()) {
    await desk.deskSide.granted(request, registry.lease(request));
  }
}

/** Delivers all that waits at a desk. */
export async function deliver({ registry }: World, { desk, now }: DeskUnderTest): Promise<void> {
  for (;;) {
    const delivery = await desk.deskSide.nextDelivery(200);
    if (delivery === null) return;
    await desk.deskSide.delivered(delivery, registry.deliver(delivery), now());
  }
}

/** Both desks deliver, and hear what the other did. */
export async function exchange(world: World): Promise<void> {
  for (const one of world.desks) await deliver(world, one);
  for (const one of world.desks) await one.hearUses(...world.registry.uses());
  for (const one of world.desks) await deliver(world, one);
}

/** Begins a new epoch at a desk; the registry counts what is left idle in the old one as lost. */
export async function newEpoch(world: World, { desk }: DeskUnderTest): Promise<void> {
  world.epochs += 1;
  await desk.deskSide.startedEpoch(epochId(world.epochs));
}

/** A desk's events of all its epochs, in their order. */
export function eventsOf(world: World, { store }: DeskUnderTest): LedgerEvent[] {
  const numbers = Array.from({ length: world.epochs }, (_, index) => index + 1);
  return numbers.flatMap((number) => store.ledger.events(epochId(number)));
}

/** The counters of an epoch as its ledger's events alone tell them. */
export function toldByEvents(events: readonly LedgerEvent[], granted: number): LeaseCounters {
  const counters = { ...NO_LEASE, granted };
  for (const event of events) {
    if (event.type === 'gave-back') counters.returned = event.counters.returned;
    if (!('acquisitionId' in event)) continue;
    const { consumed, released } = counterEffect(event);
    counters.consumed += consumed;
    counters.released += released;
  }
  return counters;
}

/** The lease algebra at the desks, counter by counter. */
export function checkDesks(world: World): void {
  const { offered, desks, epochs } = world;
  let units = 0;
  for (const { store } of desks) {
    units += store.acquisitions.units(offered.id);
    for (let number = 1; number <= epochs; number += 1) {
      const lease = store.leases.find(epochId(number), offered.id);
      if (lease === null) continue;
      expect(balance(lease.counters)).toBeGreaterThanOrEqual(0);
      expect(lease.counters).toEqual(toldByEvents(store.ledger.events(epochId(number)), lease.counters.granted));
    }
  }
  expect(units).toBeLessThanOrEqual(offered.cap?.limit ?? Number.POSITIVE_INFINITY);
}

/** A ledger's events by acquisition. */
export function byAcquisition(events: readonly LedgerEvent[]): Map<string, AcquisitionEvent[]> {
  const found = new Map<string, AcquisitionEvent[]>();
  for (const event of events) {
    if (!('acquisitionId' in event)) continue;
    found.set(event.acquisitionId, [...(found.get(event.acquisitionId) ?? []), event]);
  }
  return found;
}

/** Each desk's table of acquisitions is what `lifeOf` says of its ledger's events. */
export function checkFolds(world: World): void {
  for (const desk of world.desks) checkFold(eventsOf(world, desk), desk);
}

/** The table of acquisitions is what `lifeOf` says of the ledger's events. */
export function checkFold(events: readonly LedgerEvent[], { store, sql }: DeskUnderTest): void {
  const rows = sql<{ id: string; state: string; children: number; cardSeen: number; units: number }>(
    'SELECT id, state, children, card_seen AS cardSeen, units FROM acquisitions',
  );
  const told = byAcquisition(events);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(told.keys()));
  for (const { id, state, children, cardSeen, units } of rows) {
    const life = lifeOf(told.get(id) ?? []);
    expect(units).toBeGreaterThanOrEqual(0);
    expect(store.acquisitions.find(id)?.ownState).toBe(state);
    if (life === null) expect(['attended', 'lapsed']).toContain(state);
    else expect([state, children, cardSeen === 1]).toEqual([life.state, life.children, life.cardSeen]);
  }
}

/** CARD-5: within one ledger one personal card has one ticket for one performance. */
export function checkOneTicket(world: World, personal: readonly string[]): void {
  const keys = personal.map((code) => keyOf(code));
  for (const desk of world.desks) {
    const tickets = new Map<string, number>();
    for (const events of byAcquisition(eventsOf(world, desk)).values()) {
      const redeemed = events.find((event) => event.type === 'redeemed');
      const state = lifeOf(events)?.state;
      if (redeemed === undefined || state === 'voided' || !keys.includes(redeemed.cardKey)) continue;
      tickets.set(redeemed.cardKey, (tickets.get(redeemed.cardKey) ?? 0) + 1);
    }
    expect(Math.max(0, ...tickets.values())).toBeLessThanOrEqual(1);
  }
}

/** What the registry knows agrees with itself and with the desks once all is delivered. */
export function checkRegistry(world: World): void {
  const { registry, offered, desks, epochs } = world;
  let leased = 0;
  for (let number = 1; number <= epochs; number += 1) {
    const { consumed, released } = registry.countersOf(epochId(number));
    leased += consumed - released - registry.toPoolOf(epochId(number));
  }
  expect(leased).toBeLessThanOrEqual(offered.cap?.limit ?? Number.POSITIVE_INFINITY);
  for (const { taken, freed } of registry.acquisitions().values()) expect(freed).toBeLessThanOrEqual(taken);
  for (const { store } of desks) {
    for (let number = 1; number <= epochs; number += 1) {
      const lease = store.leases.find(epochId(number), offered.id);
      if (lease === null) continue;
      const { consumed, released, returned } = lease.counters;
      expect(registry.countersOf(epochId(number))).toMatchObject({ consumed, released, returned });
    }
  }
}
