/**
 * The lease algebra, counter by counter (CAP-7, CAP-9, CAP-11, CARD-5): desks of several epochs that reserve, sell, redeem,
 * attend, take back, correct, lapse, ask, give back, deliver and hear, in any interleaving, with answers that are lost.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counterEffect } from '../../src-shared/acquisition/life.ts';
import { balance, held, NO_LEASE, type LeaseCounters } from '../../src-shared/cap/lease.ts';
import {
  beyondLease,
  createRegistry,
  familyOf,
  leaseOf,
  poolOf,
  take,
  unitsHeld,
  usesOf,
  type Delivered,
} from './world/registry.ts';
import { commands, createWorld, performances, run, settle, type Command, type World } from './world/world.ts';

/** A failure prints seed and path: put them here to replay it. */
const REPLAY = { seed: 20_260_305, numRuns: 400 };

const given = fc.record({ performance: performances, externalShares: fc.nat(1), commands, seed: fc.nat() });
type Given = typeof given extends fc.Arbitrary<infer Value> ? Value : never;

function everyWorld(check: (world: World, all: Given) => void, after: (world: World, command: Command) => void): void {
  expect.hasAssertions();
  fc.assert(
    fc.property(given, (all) => {
      const world = createWorld(all.performance, all.externalShares);
      for (const command of all.commands) {
        run(world, command);
        after(world, command);
      }
      check(world, all);
    }),
    REPLAY,
  );
}

const nothing = (): void => undefined;

function allEvents({ desks }: World): Delivered[] {
  return desks.flatMap(({ ledgers }) => [...ledgers.values()].flat());
}

/** Units of leases that stand, delivered or not. */
function backedUnits(world: World): number {
  return allEvents(world).reduce((sum, { event }) => {
    if (!('acquisitionId' in event)) return sum;
    const { consumed, released } = counterEffect(event);
    const toPool = 'placeTo' in event && event.placeTo === 'pool' ? event.units : 0;
    return sum + consumed - released - toPool;
  }, 0);
}

describe('the lease algebra', () => {
  test('CAP-7: each counter only grows, at every desk and at the registry', () => {
    const names = ['granted', 'consumed', 'released', 'returned'] as const;
    const before = new Map<string, LeaseCounters>();
    const shrunk = new Set<string>();
    const look = (key: string, now: LeaseCounters): void => {
      const was = before.get(key) ?? NO_LEASE;
      for (const name of names) if (now[name] < was[name]) shrunk.add(`${name} of ${key}`);
      before.set(key, { ...now });
    };
    everyWorld(
      () => {
        expect(shrunk).toEqual(new Set());
        before.clear();
      },
      ({ desks, registry }) => {
        for (const { leases } of desks) for (const [epoch, counters] of leases) look(epoch, counters);
        for (const [epoch, counters] of registry.leases) look(`${epoch}, at the registry`, counters);
      },
    );
  });

  test('CAP-7: an epoch’s balance is never negative, and the registry never knows of more than the desk', () => {
    const wrong = new Set<string>();
    everyWorld(
      () => expect(wrong).toEqual(new Set()),
      ({ desks, registry }) => {
        for (const { leases } of desks) {
          for (const [epoch, counters] of leases) {
            const there = leaseOf(registry, epoch);
            if (balance(counters) < 0) wrong.add(`balance of ${epoch}`);
            if (counters.consumed - counters.released > held(counters)) wrong.add(`sold by ${epoch}`);
            if (counters.granted > there.granted) wrong.add(`granted to ${epoch}`);
            if (counters.consumed < there.consumed || counters.released < there.released) wrong.add(`used by ${epoch}`);
            if (counters.returned < there.returned) wrong.add(`returned by ${epoch}`);
          }
        }
      },
    );
  });

  test('CAP-7: sales that leases back never exceed the cap, whatever was delivered, heard or lost', () => {
    everyWorld(nothing, (world) => {
      const limit = world.performance.cap?.limit ?? 0;
      expect(backedUnits(world)).toBeLessThanOrEqual(limit - world.registry.externalShares);
      expect(backedUnits(world)).toBeGreaterThanOrEqual(0);
    });
  });

  test('CAP-11: the pool changes by what is granted, given back, pooled and beyond, and by nothing else', () => {
    let expected = 0;
    const sums = ({ registry, performance }: World) => {
      const leases = [...registry.leases.values()];
      const sum = (name: 'granted' | 'returned' | 'toPool') => leases.reduce((all, each) => all + each[name], 0);
      return {
        granted: sum('granted'),
        back: sum('returned') + sum('toPool'),
        beyond: beyondLease(registry, performance),
      };
    };
    everyWorld(nothing, (world) => {
      const { granted, back, beyond } = sums(world);
      expected = (world.performance.cap?.limit ?? 0) - world.registry.externalShares - granted + back - beyond;
      expect(poolOf(world.registry, world.performance)).toBe(expected);
    });
  });

  test('CAP-9: a place is never given back that was not taken, nor twice', () => {
    everyWorld(nothing, (world) => {
      const events = { events: allEvents(world) };
      for (const { event } of events.events) {
        if ('acquisitionId' in event) expect(unitsHeld(events, event.acquisitionId)).toBeGreaterThanOrEqual(0);
      }
    });
  });

  test('CAP-9: once all is known everywhere, what ended holds no place, and what stands has kept its own', () => {
    everyWorld((world) => {
      settle(world);
      const uses = usesOf(world.registry);
      for (const { acquisitionId } of uses) {
        const family = familyOf(world.registry, acquisitionId);
        const stands = uses.some(
          (use) => family.has(use.acquisitionId) && use.life.state !== 'voided' && use.life.state !== 'lapsed',
        );
        if (!stands) expect(unitsHeld(world.registry, acquisitionId)).toBe(0);
      }
      // Nothing is lost on the way: the cap is what stands, what is idle, what is shared out, and what may be granted.
      const idle = [...world.registry.leases.values()].reduce(
        (sum, { granted, returned, consumed, released }) => sum + granted - returned - consumed + released,
        0,
      );
      const beyond = beyondLease(world.registry, world.performance);
      const total = backedUnits(world) + idle + world.registry.externalShares + beyond;
      expect(poolOf(world.registry, world.performance)).toBe((world.performance.cap?.limit ?? 0) - total);
    }, nothing);
  });

  test('CARD-5: no ledger gets a second ticket of a personal card for one evening while the first stands', () => {
    const twice = new Set<string>();
    everyWorld(
      () => expect(twice).toEqual(new Set()),
      ({ performance, desks, registry }, command) => {
        if (performance.kind === 'day-admission' || command.do !== 'scan') return;
        const ledger = [...(desks[command.desk]?.ledgers.values() ?? [])].flat();
        const isTakenBack = (id: string) =>
          [...ledger, ...registry.events].some(
            ({ event }) => event.type === 'voided' && event.acquisitionId === id && event.stage !== 'reserved',
          );
        const tickets = ledger.flatMap(({ event, card }) =>
          event.type === 'redeemed' && card === command.card && !isTakenBack(event.acquisitionId) ? [event.id] : [],
        );
        if (tickets.length > 1) twice.add(tickets.join());
      },
    );
  });

  test('CAP-9: the registry’s end is the same in whatever order the epochs’ events arrive', () => {
    everyWorld((world, { seed }) => {
      settle(world);
      const other = createRegistry(world.registry.externalShares);
      other.beyondOnPaper = world.registry.beyondOnPaper;
      for (const [epoch, { granted }] of world.registry.leases) leaseOf(other, epoch).granted = granted;
      for (const each of interleaved(world, seed)) take(other, each);
      expect(byName(other.leases)).toEqual(byName(world.registry.leases));
      expect(usesOf(other).toSorted(byId)).toEqual(usesOf(world.registry).toSorted(byId));
      expect(poolOf(other, world.performance)).toBe(poolOf(world.registry, world.performance));
    }, nothing);
  });

  test('CAP-9: the commands do reach what the algebra is about', () => {
    const seen = new Set<string>();
    everyWorld((world) => {
      settle(world);
      for (const { event } of allEvents(world)) {
        seen.add('placeTo' in event ? `${event.type} to ${event.placeTo}` : event.type);
        if ('unitsChange' in event && event.unitsChange < 0) seen.add('fewer children');
      }
      for (const { life } of usesOf(world.registry)) if (life.reservationGone) seen.add('reservation gone');
      if (beyondLease(world.registry, world.performance) > world.registry.beyondOnPaper) seen.add('beyond lease');
      if (poolOf(world.registry, world.performance) < 0) seen.add('negative pool');
    }, nothing);
    expect([...seen].toSorted()).toEqual([
      'attended',
      'beyond lease',
      'children-corrected',
      'fewer children',
      'gave-back',
      'lapsed to epoch',
      'lapsed to pool',
      'negative pool',
      'redeemed',
      'released to epoch',
      'released to pool',
      'reservation gone',
      'reserved',
      'voided to epoch',
      'voided to heir',
      'voided to pool',
      'voided to seller',
    ]);
  });
});

/** All events, each epoch's in their order, the epochs mixed as the seed says. */
function interleaved({ desks }: World, seed: number): Delivered[] {
  const queues = desks.flatMap(({ ledgers }) => [...ledgers.values()].map((ledger) => [...ledger]));
  const mixed: Delivered[] = [];
  let state = seed;
  for (
    let left = queues.filter(({ length }) => length > 0);
    left.length > 0;
    left = left.filter(({ length }) => length > 0)
  ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const next = left[state % left.length]?.shift();
    if (next !== undefined) mixed.push(next);
  }
  return mixed;
}

function byName<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function byId(a: { acquisitionId: string }, b: { acquisitionId: string }): number {
  return a.acquisitionId < b.acquisitionId ? -1 : 1;
}
