/** Units that acquisitions should take of a cap and that no lease backs: they come out of the pool (CAP-8, CARD-5). */
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import type { Card } from '../../../src-shared/card/card.ts';
import { isDayAdmission, type Performance } from '../../../src-shared/performance/performance.ts';
import type { Tx } from '../../db/database.ts';

/** An acquisition as it counts against a cap. */
export interface CountedAcquisition {
  readonly id: string;
  readonly code: string;
  /** Null: the registry does not know the card. */
  readonly cardKind: Card['kind'] | null;
  /** Neither taken back nor lapsed. */
  readonly stands: boolean;
  readonly children: number;
  readonly leasedUnits: number;
}

/**
 * Units beyond any lease, by acquisition. At a day admission with a cap of holders a personal card counts once: where
 * none of its visits has a place, the oldest should have one (CARD-5).
 */
export function unbackedUnits(
  performance: Pick<Performance, 'kind' | 'cap'>,
  acquisitions: readonly CountedAcquisition[],
): Map<string, number> {
  const once = isDayAdmission(performance) && performance.cap?.counts === 'adults';
  const counted = new Set<string>();
  for (const each of acquisitions) if (each.stands && each.leasedUnits > 0) counted.add(each.code);
  return new Map(
    acquisitions
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, code, cardKind, stands, children, leasedUnits }) => {
        const isCounted = once && cardKind !== 'community' && counted.has(code);
        if (!stands || isCounted) return [id, 0];
        counted.add(code);
        return [id, Math.max(0, unitsOf(performance.cap, children) - leasedUnits)];
      }),
  );
}

/**
 * Counts the acquisitions of one card again, or of all cards where `code` is null, and tells when places are free again.
 * Gives the ids of those that count otherwise than before, with what they have beyond a lease now.
 */
export async function countHolders(
  tx: Tx,
  performance: Performance,
  code: string | null,
): Promise<Map<string, { readonly before: number; readonly now: number }>> {
  const acquisitions = await tx.query<CountedAcquisition & { beyondUnits: number }>(
    `SELECT acquisitions.id, acquisitions.code, cards.kind AS "cardKind", acquisitions.state NOT IN ('voided', 'lapsed') AS stands,
       children, leased_units AS "leasedUnits", beyond_units AS "beyondUnits"
     FROM acquisitions LEFT JOIN cards ON cards.code = acquisitions.code
     WHERE performance_id = $1 AND ($2::text IS NULL OR acquisitions.code = $2)`,
    [performance.id, code],
  );
  const wanted = unbackedUnits(performance, acquisitions);
  const changed = new Map<string, { before: number; now: number }>();
  for (const { id, beyondUnits: before } of acquisitions) {
    const now = wanted.get(id) ?? 0;
    if (now !== before) changed.set(id, { before, now });
  }
  if (changed.size === 0) return changed;
  await tx.query(
    `UPDATE acquisitions SET beyond_units = wanted.units
     FROM unnest($1::uuid[], $2::integer[]) AS wanted (id, units) WHERE wanted.id = acquisitions.id`,
    [[...changed.keys()], [...changed.values()].map(({ now }) => now)],
  );
  if ([...changed.values()].some(({ before, now }) => now < before)) tx.announce({ freed: [performance.id] });
  return changed;
}
