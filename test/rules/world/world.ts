/** Desks and a registry that hear of each other late, in part, or not at all: commands in any interleaving. */
import * as fc from 'fast-check';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { CAPPED, EVENING } from '../../unit/sale-facts.ts';
import { change, correct, countersOf, createDesk, scan, startEpoch, type Desk, type Moment } from './desk.ts';
import { beat, giveBack, takeBack } from './freeing.ts';
import { createRegistry, grant, take, usesOf, type Registry } from './registry.ts';

const MINUTE = 60_000;
const START = Date.parse(EVENING.startsAt ?? '');

export type Command =
  | {
      readonly do: 'scan';
      readonly desk: number;
      readonly stage: 'reserve' | 'redeem' | 'attend';
      readonly card: number;
      readonly children: number;
    }
  | { readonly do: 'take-back'; readonly desk: number; readonly card: number; readonly which: number }
  | { readonly do: 'correct'; readonly desk: number; readonly which: number; readonly children: number }
  | { readonly do: 'ask'; readonly desk: number; readonly units: number; readonly answerIsLost: boolean }
  | { readonly do: 'give-back'; readonly desk: number; readonly most: number }
  | { readonly do: 'deliver'; readonly desk: number; readonly most: number }
  | { readonly do: 'hear'; readonly desk: number }
  | { readonly do: 'beat'; readonly desk: number }
  | { readonly do: 'start-epoch'; readonly desk: number }
  | { readonly do: 'paper' }
  | { readonly do: 'performance-begins' };

const desk = fc.nat(2);
const card = fc.nat(2);
const children = fc.nat(2);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('scan'),
      desk,
      stage: fc.constantFrom('reserve', 'redeem', 'redeem', 'attend'),
      card,
      children,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take-back'), desk, card, which: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('correct'), desk, which: fc.nat(5), children }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('ask'),
      desk,
      units: fc.integer({ min: 1, max: 4 }),
      answerIsLost: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('give-back'), desk, most: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant('deliver'), desk, most: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear'), desk }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('beat'), desk }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start-epoch'), desk }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('paper') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('performance-begins') }) },
) as fc.Arbitrary<Command>;

export const commands = fc.array(command, { minLength: 10, maxLength: 100, size: 'max' });

/** An evening whose cap counts adults or tickets, and a museum's day whose cap counts holders. */
export const performances: fc.Arbitrary<Performance> = fc.record({
  ...Object.fromEntries(Object.entries(CAPPED).map(([key, value]) => [key, fc.constant(value)])),
  kind: fc.constantFrom('performance', 'performance', 'day-admission'),
  cap: fc.record({ limit: fc.integer({ min: 1, max: 8 }), counts: fc.constantFrom('adults', 'all-tickets') }),
}) as fc.Arbitrary<Performance>;

export interface World {
  readonly registry: Registry;
  readonly desks: readonly Desk[];
  readonly performance: Performance;
  now: number;
  steps: number;
}

export function createWorld(performance: Performance, externalShares: number): World {
  // The second desk's clock is ahead of the first's, the third's behind: order must not depend on it.
  const desks = [0, 40, -40].map((ahead, number) => createDesk(number, ahead));
  return { registry: createRegistry(externalShares), desks, performance, now: START - 300 * MINUTE, steps: 100 };
}

/** What a desk may go by at this moment; ids rise within a desk, and between desks as their clocks say. */
export function momentOf(world: World): Moment {
  return {
    now: world.now,
    performance: world.performance,
    nextNumber: ({ ahead, number }) => {
      world.steps += 1;
      return (world.steps + ahead) * 3 + number;
    },
  };
}

export function deliver({ registry }: World, from: Desk, most: number): void {
  let left = most;
  for (const [epoch, ledger] of from.ledgers) {
    const before = from.delivered.get(epoch) ?? 0;
    const sent = ledger.slice(before, before + left);
    for (const each of sent) take(registry, each);
    from.delivered.set(epoch, before + sent.length);
    left -= sent.length;
  }
}

export function hear({ registry, now }: World, at: Desk): void {
  at.heard = usesOf(registry);
  at.heardAt = now;
}

/** Runs one command; gives what a scan was judged as. */
export function run(world: World, given: Command): ReturnType<typeof scan> | null {
  world.now += MINUTE;
  const moment = momentOf(world);
  if (given.do === 'paper') {
    world.registry.beyondOnPaper += 1;
    return null;
  }
  if (given.do === 'performance-begins') {
    world.now = Math.max(world.now, START);
    return null;
  }
  const at = world.desks[given.desk];
  if (at === undefined) return null;
  switch (given.do) {
    case 'scan':
      return scan(at, moment, given);
    case 'take-back':
      takeBack(at, moment, given.card, given.which);
      break;
    case 'correct': {
      const acquisitionId = [...at.places.keys()][given.which];
      if (acquisitionId !== undefined) correct(at, moment, acquisitionId, given.children);
      break;
    }
    case 'ask': {
      const granted = grant(world.registry, world.performance, at.epoch, given.units);
      if (!given.answerIsLost) change(at, at.epoch, { granted: Math.max(granted, countersOf(at, at.epoch).granted) });
      break;
    }
    case 'give-back':
      giveBack(at, moment, given.most);
      break;
    case 'deliver':
      deliver(world, at, given.most);
      break;
    case 'hear':
      hear(world, at);
      break;
    case 'beat':
      beat(at, moment);
      break;
    case 'start-epoch':
      startEpoch(at);
      break;
  }
  return null;
}

/** No desk has more to say than this, unless a rule is broken. */
const MOST_ROUNDS = 100;

/** Lets everything arrive everywhere, until no desk has anything more to say. */
export function settle(world: World): void {
  let steps: number;
  let rounds = 0;
  do {
    rounds += 1;
    if (rounds > MOST_ROUNDS) throw new Error('The desks never come to an end.');
    ({ steps } = world);
    for (const each of world.desks) deliver(world, each, Number.POSITIVE_INFINITY);
    for (const each of world.desks) {
      hear(world, each);
      beat(each, momentOf(world));
    }
  } while (steps !== world.steps);
}
