/** An event of an acquisition: judged, counted, and the acquisition brought to its state. */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Conflict } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { ReadEvent } from './delivered-item.ts';
import { heldBy, type Changes, type Facts, type Offered } from './delivery-facts.ts';
import { judge } from './judge-acquisition.ts';
import { namedBy, settle } from './settle-acquisition.ts';

export interface ArrivedEvent {
  readonly event: AcquisitionEvent;
  /** Of a reservation or redemption. */
  readonly code: ReadEvent['code'];
  readonly offered: Offered;
  /** In force on the performance's day. */
  readonly rules: RuleSet;
}

/**
 * Lets an event have its effects: finds what does not fit (into `conflicts`) and changes leases and acquisitions. Refused,
 * without any effect, is what is not about one card at one performance.
 */
export function recordAcquisition(
  facts: Facts,
  changes: Changes,
  { event, code: opened, offered, rules }: ArrivedEvent,
  conflicts: Set<Conflict>,
): Result<void, 'request.malformed'> {
  const { performance } = offered;
  const known = facts.acquisitions.get(event.acquisitionId);
  let code = known?.code ?? null;
  if (event.type === 'reserved' || event.type === 'redeemed') {
    if (!opened.ok) return opened;
    const isAnother = known !== undefined && (known.code !== opened.value || known.performanceId !== performance.id);
    if (isAnother) return fail('request.malformed');
    code = opened.value;
  }
  const earlier = heldBy(facts, performance.id, namedBy(event));
  const own = earlier.map((held) => held.event).filter((each) => each.acquisitionId === event.acquisitionId);
  judge(facts, { event, earlier: own, offered, rules, code }, conflicts);
  const added = { event, deskId: facts.desk.id };
  const { overBy, unbackedBy } = settle(facts, changes, performance, earlier, added, code);
  // A ticket whose reservation is gone has no place of anybody's: it has been said already.
  const isUnbacked = unbackedBy > 0 && !conflicts.has('reservation-gone');
  if (performance.cap !== null && takesPlaces(event) && (overBy > 0 || isUnbacked)) conflicts.add('beyond-lease');
  return ok(undefined);
}

function takesPlaces({ type }: AcquisitionEvent): boolean {
  return type === 'reserved' || type === 'redeemed' || type === 'children-corrected';
}
