/** An event of an acquisition: judged, counted, and the acquisition brought to its state. */
import type { AcquisitionEvent } from '../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { Conflict } from '../../src-shared/registry-api/schemas.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import { openCode } from './delivered-item.ts';
import { judge } from './judge-acquisition.ts';
import type { Keys } from './keys.ts';
import { eventsOf, namedBy, settle } from './settle-acquisition.ts';

export interface ArrivedEvent {
  readonly event: AcquisitionEvent;
  readonly sealed: string | null;
  readonly deskId: string;
  readonly performance: Performance;
  /** In force on the performance's day. */
  readonly rules: RuleSet;
}

/**
 * Lets an event have its effects, before it is recorded itself: finds what does not fit (into `conflicts`) and gives the
 * acquisitions that changed. Refused is what is not about one card at one performance.
 */
export async function recordAcquisition(
  tx: Tx,
  keys: Keys,
  { event, sealed, deskId, performance, rules }: ArrivedEvent,
  conflicts: Set<Conflict>,
): Promise<Result<ReadonlySet<string>, 'request.malformed'>> {
  const known = await knownAcquisition(tx, event.acquisitionId);
  let code = known?.code ?? null;
  if (event.type === 'reserved' || event.type === 'redeemed') {
    const opened = openCode(event, sealed, keys);
    if (!opened.ok) return opened;
    const isAnother = known !== null && (known.code !== opened.value || known.performanceId !== performance.id);
    if (isAnother) return fail('request.malformed');
    code = opened.value;
  }
  const earlier = await eventsOf(tx, performance.id, namedBy(event));
  const own = earlier.map((held) => held.event).filter((each) => each.acquisitionId === event.acquisitionId);
  await judge(tx, { event, earlier: own, performance, rules, code }, conflicts);
  const { changed, overBy, unbackedBy } = await settle(tx, performance, earlier, { event, deskId }, code);
  // A ticket whose reservation is gone has no place of anybody's: it has been said already.
  const isUnbacked = unbackedBy > 0 && !conflicts.has('reservation-gone');
  if (performance.cap !== null && takesPlaces(event) && (overBy > 0 || isUnbacked)) conflicts.add('beyond-lease');
  return ok(changed);
}

function takesPlaces({ type }: AcquisitionEvent): boolean {
  return type === 'reserved' || type === 'redeemed' || type === 'children-corrected';
}

async function knownAcquisition(tx: Tx, id: string): Promise<{ code: string; performanceId: string } | null> {
  const [row] = await tx.query<{ code: string; performanceId: string }>(
    'SELECT code, performance_id AS "performanceId" FROM acquisitions WHERE id = $1',
    [id],
  );
  return row ?? null;
}
