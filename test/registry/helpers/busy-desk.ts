/** A desk that does anything that desks do, by seeded chance: what it confirmed is delivered, answers are sometimes lost. */
import { v7 as newId } from 'uuid';
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { DeliveredItem } from '../../../src-shared/registry-api/schemas.ts';
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

interface Place {
  readonly performance: Performance;
  readonly acquisitionId: string;
  readonly code: string;
  readonly epoch: string;
  units: number;
  stage: 'reserved' | 'redeemed';
}

export interface BusyDesk {
  /** Does one thing. */
  act(): Promise<void>;
  /** Delivers what waits. */
  finish(): Promise<void>;
  /** Ids of all events that were confirmed, and of the acquisitions that they began. */
  readonly events: ReadonlySet<string>;
  readonly acquisitions: ReadonlySet<string>;
}

const CODES = 2_000;
const MOST_WAITING = 12;

export function busyDesk(desk: TestDesk, performances: readonly Performance[], dice: Dice): BusyDesk {
  const events = new Set<string>();
  const acquisitions = new Set<string>();
  const places: Place[] = [];
  const waiting: DeliveredItem[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[dice(items.length)]!;

  function confirm(item: DeliveredItem): void {
    events.add(item.event.id);
    waiting.push(item);
  }

  function begin(stage: Place['stage']): void {
    const performance = pick(performances);
    const children = performance.kind === 'course' ? 0 : dice(3);
    const units = unitsOf(performance.cap, children);
    // Rarely more than the lease holds: by a desk that has lost count.
    if (desk.balanceOf(performance.id) < units && dice(40) > 0) return;
    const sale = { performanceId: performance.id, code: `A${500_000_000 + dice(CODES)}`, children, units };
    const item = stage === 'reserved' ? reserve(desk, sale) : desk.sale(sale);
    const { acquisitionId } = item.event;
    acquisitions.add(acquisitionId);
    places.push({ performance, acquisitionId, code: sale.code, epoch: desk.epoch, units, stage });
    confirm(item);
  }

  /** What goes on with an acquisition that stands. */
  function goOn(what: 'hand-over' | 'attend' | 'correct' | 'void' | 'lapse'): void {
    if (places.length === 0) return;
    const place = pick(places);
    const subject = { performanceId: place.performance.id, acquisitionId: place.acquisitionId };
    const isReserved = place.stage === 'reserved';
    if (what === 'hand-over' && isReserved) {
      place.stage = 'redeemed';
      confirm(handOver(desk, subject, place.code));
    } else if (what === 'attend' && !isReserved) {
      confirm(next(desk, 'attended', subject, { despite: [] }));
    } else if (what === 'correct' && !isReserved && place.epoch === desk.epoch) {
      const children = dice(3);
      const unitsChange = unitsOf(place.performance.cap, children) - place.units;
      if (unitsChange > desk.balanceOf(place.performance.id)) return;
      place.units += unitsChange;
      confirm(next(desk, 'children-corrected', subject, { children, unitsChange }));
    } else if (what === 'void' || (what === 'lapse' && isReserved)) {
      places.splice(places.indexOf(place), 1);
      const placeTo = place.epoch === desk.epoch ? ('epoch' as const) : ('pool' as const);
      const rest = { units: place.units, placeTo };
      confirm(
        what === 'lapse'
          ? next(desk, 'lapsed', subject, rest)
          : next(desk, 'voided', subject, isReserved ? { ...rest, stage: 'reserved' } : rest),
      );
    }
  }

  async function lease(): Promise<void> {
    const { id } = pick(performances);
    const requestId = newId();
    const units = 1 + dice(4);
    // The answer was lost: the same request again, and perhaps once more at the same time.
    if (dice(4) === 0) await desk.lease(id, units, requestId);
    await Promise.all(Array.from({ length: 1 + dice(2) }, () => desk.lease(id, units, requestId)));
  }

  async function deliver(): Promise<void> {
    if (waiting.length === 0) return;
    const items = waiting.slice(0, 1 + dice(waiting.length));
    const times = dice(5) === 0 ? 2 : 1;
    // Twice at the same time: the first try had seemed lost.
    const answers = await Promise.all(Array.from({ length: times }, () => desk.deliver(...items)));
    if (dice(10) === 0) return;
    for (const { result, problem } of answers.flat()) {
      if (result === 'refused') throw new Error(`an honest item was refused: ${problem}`);
    }
    waiting.splice(0, items.length);
  }

  async function finish(): Promise<void> {
    while (waiting.length > 0) await deliver();
  }

  return {
    events,
    acquisitions,
    finish,
    async act() {
      if (waiting.length >= MOST_WAITING) return deliver();
      const chance = dice(100);
      if (chance < 26) begin('redeemed');
      else if (chance < 40) begin('reserved');
      else if (chance < 48) goOn('hand-over');
      else if (chance < 54) goOn('attend');
      else if (chance < 60) goOn('correct');
      else if (chance < 68) goOn('void');
      else if (chance < 73) goOn('lapse');
      else if (chance < 83) await lease();
      else if (chance < 87) {
        const { id } = pick(performances);
        const idle = desk.balanceOf(id);
        if (idle > 0) confirm(desk.giveBack(id, 1 + dice(idle)));
      } else if (chance < 99 || dice(20) > 0) await deliver();
      else {
        // Restored from a backup: a new epoch, with empty leases.
        await finish();
        await desk.nextEpoch();
      }
    },
  };
}
