/** A desk that does anything that desks do, to its own acquisitions and others', by seeded chance; answers are sometimes lost. */
import { v7 as newId } from 'uuid';
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { DeliveredItem } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { TestDesk } from './desk.ts';
import { handOver, next, reserve } from './life.ts';

/** Whole numbers from 0 up to a bound, the same for the same seed. */
export type Dice = (bound: number) => number;

/** A small generator (mulberry32): good enough to mix operations. */
export function diceOf(seed: number): Dice {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** An acquisition that stands, or that another desk took back: then its own desk has to release its place. */
export interface Place {
  readonly performance: Performance;
  readonly acquisitionId: string;
  readonly code: string;
  readonly seller: TestDesk;
  readonly epoch: string;
  units: number;
  stage: 'reserved' | 'redeemed' | 'taken-back';
}

export interface BusyDesk {
  /** Tries one thing; false: there was nothing to do it to. */
  act(): Promise<boolean>;
  /** Delivers what waits. */
  finish(): Promise<void>;
  /** Delivers what waits, lets something happen, and goes on in a new epoch, with empty leases. */
  startAnew(after: () => Promise<unknown>): Promise<void>;
  /** Ids of all events that were confirmed, and of the acquisitions that they began. */
  readonly events: ReadonlySet<string>;
  readonly acquisitions: ReadonlySet<string>;
}

const CODES = 2_000;
const MOST_WAITING = 12;

/** `places` are all desks' together. */
export function busyDesk(desk: TestDesk, performances: readonly Performance[], places: Place[], dice: Dice): BusyDesk {
  const events = new Set<string>();
  const acquisitions = new Set<string>();
  const waiting: DeliveredItem[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[dice(items.length)]!;

  function confirm(item: DeliveredItem): true {
    events.add(item.event.id);
    waiting.push(item);
    return true;
  }

  function begin(stage: 'reserved' | 'redeemed'): boolean {
    const performance = pick(performances);
    const children = performance.kind === 'course' ? 0 : dice(3);
    const units = unitsOf(performance.cap, children);
    // Rarely more than the lease holds: by a desk that has lost count.
    if (desk.balanceOf(performance.id) < units && dice(40) > 0) return false;
    const sale = { performanceId: performance.id, code: `A${500_000_000 + dice(CODES)}`, children, units };
    const item = stage === 'reserved' ? reserve(desk, sale) : desk.sale(sale);
    const { acquisitionId } = item.event;
    acquisitions.add(acquisitionId);
    places.push({ performance, acquisitionId, code: sale.code, seller: desk, epoch: desk.epoch, units, stage });
    return confirm(item);
  }

  /** What goes on with an acquisition that stands, of this desk or another. */
  function goOn(what: 'hand-over' | 'attend' | 'correct' | 'void' | 'lapse' | 'release'): boolean {
    const able = places.filter((each) => isFor(what, each));
    if (able.length === 0) return false;
    const place = pick(able);
    const subject = { performanceId: place.performance.id, acquisitionId: place.acquisitionId };
    if (what === 'hand-over') {
      place.stage = 'redeemed';
      return confirm(handOver(desk, subject, place.code));
    }
    if (what === 'attend') return confirm(next(desk, 'attended', subject, { despite: [] }));
    if (what === 'correct') {
      const children = dice(3);
      const unitsChange = unitsOf(place.performance.cap, children) - place.units;
      if (unitsChange > desk.balanceOf(place.performance.id)) return false;
      place.units += unitsChange;
      return confirm(next(desk, 'children-corrected', subject, { children, unitsChange }));
    }
    const { stage } = place;
    if (what === 'void' && place.seller !== desk) {
      place.stage = 'taken-back';
      const back = { units: 0, placeTo: 'seller' } as const;
      return confirm(next(desk, 'voided', subject, stage === 'reserved' ? { ...back, stage } : back));
    }
    places.splice(places.indexOf(place), 1);
    const placeTo = place.epoch === desk.epoch ? ('epoch' as const) : ('pool' as const);
    const rest = { units: place.units, placeTo };
    if (what === 'lapse') return confirm(next(desk, 'lapsed', subject, rest));
    if (what === 'release') return confirm(next(desk, 'released', subject, rest));
    return confirm(next(desk, 'voided', subject, stage === 'reserved' ? { ...rest, stage } : rest));
  }

  function isFor(what: Parameters<typeof goOn>[0], { stage, seller, epoch }: Place): boolean {
    switch (what) {
      case 'hand-over':
        return stage === 'reserved';
      case 'attend':
        return stage === 'redeemed';
      case 'correct':
        return stage === 'redeemed' && epoch === desk.epoch;
      case 'void':
        return stage !== 'taken-back';
      case 'lapse':
        return stage === 'reserved' && seller === desk;
      case 'release':
        return stage === 'taken-back' && seller === desk;
    }
  }

  async function lease(): Promise<true> {
    const { id } = pick(performances);
    const requestId = newId();
    const units = 1 + dice(4);
    // The answer was lost: the same request again, and perhaps once more at the same time.
    if (dice(4) === 0) await desk.lease(id, units, requestId);
    await Promise.all(Array.from({ length: 1 + dice(2) }, () => desk.lease(id, units, requestId)));
    return true;
  }

  async function deliver(): Promise<boolean> {
    if (waiting.length === 0) return false;
    const items = waiting.slice(0, 1 + dice(waiting.length));
    const times = dice(5) === 0 ? 2 : 1;
    // Twice at the same time: the first try had seemed lost.
    const answers = await Promise.all(Array.from({ length: times }, () => desk.deliver(...items)));
    if (dice(10) === 0) return true;
    for (const { result, problem } of answers.flat()) {
      if (result === 'refused') throw new Error(`an honest item was refused: ${problem}`);
    }
    waiting.splice(0, items.length);
    return true;
  }

  async function finish(): Promise<void> {
    while (waiting.length > 0) await deliver();
  }

  async function startAnew(after: () => Promise<unknown>): Promise<void> {
    await finish();
    await after();
    await desk.nextEpoch();
  }

  return {
    events,
    acquisitions,
    finish,
    startAnew,
    async act() {
      if (waiting.length >= MOST_WAITING) return deliver();
      const chance = dice(100);
      if (chance < 26) return begin('redeemed');
      if (chance < 40) return begin('reserved');
      if (chance < 48) return goOn('hand-over');
      if (chance < 53) return goOn('attend');
      if (chance < 58) return goOn('correct');
      if (chance < 66) return goOn('void');
      if (chance < 71) return goOn('lapse');
      if (chance < 74) return goOn('release');
      if (chance < 83) return lease();
      if (chance < 87) {
        const { id } = pick(performances);
        const idle = desk.balanceOf(id);
        return idle > 0 && confirm(desk.giveBack(id, 1 + dice(idle)));
      }
      if (chance < 99 || dice(20) > 0) return deliver();
      // Restored from a backup.
      await startAnew(async () => undefined);
      return true;
    },
  };
}
