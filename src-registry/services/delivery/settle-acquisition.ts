/** What an event changes: the leases' counters and the acquisitions' rows, from all that has arrived of them. */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { rowsOf, type AcquisitionRow } from './acquisition-row.ts';
import { unbackedUnits } from './count-holders.ts';
import { countPlaces } from './count-places.ts';
import { knowHeld, noteAcquisition, pair, type Changes, type Facts } from './delivery-facts.ts';
import { saysTheSame } from './kept-acquisition.ts';
import { differenceOf, familiesOf, type HeldEvent } from './places.ts';

/** The ids that an event speaks of. */
export function namedBy(event: AcquisitionEvent): string[] {
  const heir = event.type === 'voided' ? event.heirId : undefined;
  return heir === undefined ? [event.acquisitionId] : [event.acquisitionId, heir];
}

export interface Settled {
  /** By how many units epochs took more of their leases than they hold. */
  readonly overBy: number;
  /** By how many units the event's acquisition has more that no lease backs. */
  readonly unbackedBy: number;
}

/**
 * Brings leases and rows to what all events say together. `earlier` are those that were here before; `code` is the card's,
 * for an acquisition that gets its row now.
 */
export function settle(
  facts: Facts,
  changes: Changes,
  performance: Performance,
  earlier: readonly HeldEvent[],
  added: HeldEvent,
  code: string | null,
): Settled {
  const families = familiesOf([...earlier, added]);
  const overBy = countPlaces(facts, changes, performance.id, differenceOf(familiesOf(earlier), families));
  knowHeld(facts, added);
  const codes = new Set<string>();
  for (const row of families.flatMap(rowsOf)) {
    const isAdded = row.id === added.event.acquisitionId;
    const put = putRow(facts, changes, performance.id, row, isAdded ? code : null);
    if (put !== null) codes.add(put);
  }
  let unbackedBy = 0;
  for (const each of codes) {
    for (const [id, by] of countAgain(facts, changes, performance, each)) {
      if (id === added.event.acquisitionId) unbackedBy += by;
    }
  }
  return { overBy, unbackedBy };
}

/** Adds a row under its code, or changes it; gives the code where anything changed. */
function putRow(
  facts: Facts,
  changes: Changes,
  performanceId: string,
  row: AcquisitionRow,
  code: string | null,
): string | null {
  const before = facts.acquisitions.get(row.id);
  if (before !== undefined) {
    if (saysTheSame(before, row)) return null;
    noteAcquisition(facts, changes, { ...before, ...row });
    return before.code;
  }
  if (code === null) return null;
  noteAcquisition(facts, changes, { ...row, performanceId, code, beyondUnits: 0 });
  return code;
}

/** Counts a card's acquisitions again (CARD-5); gives by how much they count otherwise than before. */
function countAgain(facts: Facts, changes: Changes, performance: Performance, code: string): Map<string, number> {
  const ids = facts.visits.get(pair(performance.id, code)) ?? [];
  const acquisitions = [...ids].flatMap((id) => facts.acquisitions.get(id) ?? []);
  const cardKind = facts.cards.get(code)?.kind ?? null;
  const wanted = unbackedUnits(
    performance,
    acquisitions.map(({ id, state, children, leasedUnits }) => {
      const stands = state !== 'voided' && state !== 'lapsed';
      return { id, code, cardKind, stands, children, leasedUnits };
    }),
  );
  const changed = new Map<string, number>();
  for (const before of acquisitions) {
    const beyondUnits = wanted.get(before.id) ?? 0;
    if (beyondUnits === before.beyondUnits) continue;
    noteAcquisition(facts, changes, { ...before, beyondUnits });
    changed.set(before.id, beyondUnits - before.beyondUnits);
  }
  if ([...changed.values()].some((by) => by < 0)) changes.freed.add(performance.id);
  return changed;
}
