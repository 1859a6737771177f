/** Random histories of acquisitions at several desks, as honest desks write them, and as two halves of a restored one do. */
import fc from 'fast-check';
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { DeliveredItem } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { TestDesk } from './desk.ts';
import { handOver, next, reserve } from './life.ts';

const CODES = ['A045198723', 'A100000001', 'AM99000123'];

const step = fc.record({
  ledger: fc.nat(3),
  what: fc.constantFrom(
    'sell',
    'sell',
    'reserve',
    'reserve',
    'hand over',
    'hand over',
    'attend',
    'correct',
    'void',
    'void',
    'lapse',
    'release',
    'give back',
  ),
  which: fc.nat(50),
  children: fc.nat(2),
  /** Sold without a lease; taken back without knowing what the other half of a restored desk did. */
  wrongly: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
});
export const steps = fc.array(step, { minLength: 12, maxLength: 40 });
type Step = typeof steps extends fc.Arbitrary<infer Steps extends readonly unknown[]> ? Steps[number] : never;

interface Place {
  readonly code: string;
  readonly performanceId: string;
  readonly acquisitionId: string;
  /** The ledger that took it, and how much of it is not free again, as far as that one knows. */
  ledger: number;
  units: number;
  children: number;
  stage: 'reserved' | 'redeemed' | 'over';
}

export interface Delivery {
  readonly ledger: number;
  readonly item: DeliveredItem;
}

/**
 * Lets ledgers write a history and gives its events as they came about. `sameDesk` says whether two ledgers are epochs
 * of one desk, the earlier one first.
 */
export function writeHistory(
  ledgers: readonly TestDesk[],
  sameDesk: (one: number, other: number) => boolean,
  performance: Pick<Performance, 'id' | 'kind' | 'cap'>,
  wished: readonly Step[],
): Delivery[] {
  const places: Place[] = [];
  const written: Delivery[] = [];
  const { id: performanceId } = performance;
  const isDay = performance.kind === 'day-admission';

  function sell({ ledger, what, which, children, wrongly }: Step, desk: TestDesk): DeliveredItem | null {
    const code = CODES[which % CODES.length]!;
    const counted = isDay && !code.startsWith('AM') && places.some((one) => one.code === code && one.stage !== 'over');
    const units = counted ? 0 : unitsOf(performance.cap, children);
    if (desk.balanceOf(performanceId) < units && !wrongly) return null;
    const sale = { performanceId, code, children, units };
    const item = what === 'sell' ? desk.sale(sale) : reserve(desk, sale, { cardSeen: !wrongly });
    const { acquisitionId } = item.event;
    const stage = what === 'sell' ? 'redeemed' : 'reserved';
    places.push({ code, performanceId, acquisitionId, ledger, units, children, stage });
    return item;
  }

  function takeBack({ ledger, what, wrongly }: Step, desk: TestDesk, place: Place): DeliveredItem | null {
    const own = place.ledger === ledger;
    const ofSameDesk = sameDesk(place.ledger, ledger);
    const units = place.units > 0 || !wrongly ? place.units : 1;
    if (what === 'void' && place.stage !== 'over') {
      const stage = place.stage;
      const heir = places.find((one) => one !== place && one.code === place.code && one.stage !== 'over');
      place.stage = 'over';
      if (isDay && ofSameDesk && heir !== undefined && sameDesk(heir.ledger, ledger) && heir.units === 0) {
        Object.assign(heir, { units: place.units, ledger: place.ledger });
        place.units = 0;
        return next(desk, 'voided', place, { units: heir.units, placeTo: 'heir', heirId: heir.acquisitionId, stage });
      }
      if (!ofSameDesk) return next(desk, 'voided', place, { units: 0, placeTo: 'seller', stage });
      place.units = 0;
      return next(desk, 'voided', place, { units, placeTo: own ? 'epoch' : 'pool', stage });
    }
    if (!ofSameDesk || (place.units === 0 && !wrongly)) return null;
    if (what === 'lapse' && place.stage !== 'reserved' && !wrongly) return null;
    if (what === 'release' && place.stage !== 'over') return null;
    place.units = 0;
    place.stage = 'over';
    return next(desk, what === 'lapse' ? 'lapsed' : 'released', place, { units, placeTo: own ? 'epoch' : 'pool' });
  }

  function write(wish: Step): DeliveredItem | null {
    const { ledger, what, which, children, wrongly } = wish;
    const desk = ledgers[ledger]!;
    if (what === 'sell' || what === 'reserve') return sell(wish, desk);
    if (what === 'give back') {
      return desk.balanceOf(performanceId) > 0 ? desk.giveBack(performanceId, 1) : null;
    }
    const place = places[which % Math.max(1, places.length)];
    if (place === undefined) return null;
    if (what === 'attend') return next(desk, 'attended', place, { despite: [] });
    if (what === 'hand over') {
      // Another desk may not have heard yet that the reservation is gone.
      if (place.stage !== 'reserved' && !wrongly) return null;
      place.stage = 'redeemed';
      place.children = Math.min(place.children, children);
      return handOver(desk, place, place.code, { children: place.children });
    }
    if (what === 'correct') {
      const change = unitsOf(performance.cap, children) - unitsOf(performance.cap, place.children);
      const may = place.ledger === ledger && place.stage !== 'over' && place.units > 0;
      if (!may || (desk.balanceOf(performanceId) < change && !wrongly)) return null;
      place.units += change;
      place.children = children;
      return next(desk, 'children-corrected', place, { children, unitsChange: change });
    }
    return takeBack(wish, desk, place);
  }

  for (const wish of wished) {
    const item = write(wish);
    if (item !== null) written.push({ ledger: wish.ledger, item });
  }
  return written;
}

/** The same events, each ledger's in their own order, the ledgers' mixed otherwise. */
export function mixed(history: readonly Delivery[], picks: readonly number[]): Delivery[] {
  const queues = [...Map.groupBy(history, ({ ledger }) => ledger).values()];
  const result: Delivery[] = [];
  for (let at = 0; queues.some((queue) => queue.length > 0); at++) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const first = waiting[(picks[at % picks.length] ?? 0) % waiting.length]!.shift();
    if (first !== undefined) result.push(first);
  }
  return result;
}

/** The same events in an order that has nothing to do with theirs: items that were repaired come late. */
export function shuffled(history: readonly Delivery[], picks: readonly number[]): Delivery[] {
  const left = [...history];
  const result: Delivery[] = [];
  for (let at = 0; left.length > 0; at++) {
    result.push(...left.splice(((picks[at % picks.length] ?? 0) * 7 + at) % left.length, 1));
  }
  return result;
}
