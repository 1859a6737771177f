/** One event of a ledger becomes the registry's: recorded once, with what does not fit, and with its effects. */
import type { LedgerEvent } from '../../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import { CONFLICTS, type Conflict, type ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import { ruleSetInForce } from '../../../src-shared/rules/rule-set.ts';
import type { ReadEvent } from './delivered-item.ts';
import type { Changes, Facts, Offered } from './delivery-facts.ts';
import { recordAcquisition } from './record-acquisition.ts';

export type Recorded = Pick<ItemAnswer, 'result' | 'conflicts'>;

/**
 * Records an event in the facts, or says why it is none of ours: then nothing has changed. An event that is here already
 * gives what was found then.
 */
export function recordEvent(
  facts: Facts,
  changes: Changes,
  { event, text, code }: ReadEvent,
): Result<Recorded, ProblemCode> {
  const known = facts.events.get(event.id);
  if (known !== undefined) {
    if (known.hash !== event.hash) return fail('request.malformed');
    return ok({ result: 'already-recorded', conflicts: [...known.conflicts] });
  }
  const offered = facts.offers.get(event.performanceId);
  if (offered === undefined) return fail('performance.unknown');
  if (!mayTell(offered, event)) return fail('auth.forbidden');

  const found = new Set<Conflict>();
  if (facts.frozen !== null) found.add('epoch-frozen');
  // Another event has this sequence already: the ledger was cloned, and its epoch is frozen.
  const forked = facts.taken.has(event.sequence);
  if (forked) found.add('epoch-forked');
  const applied = apply(facts, changes, event, code, offered, found);
  if (!applied.ok) return applied;
  const conflicts = CONFLICTS.filter((each) => found.has(each));
  facts.events.set(event.id, { hash: event.hash, conflicts });
  if (forked) facts.frozen = 'forked';
  else facts.taken.add(event.sequence);
  changes.events.push({ event, text, conflicts, forked });
  return ok({ result: conflicts.length > 0 ? 'recorded-with-conflict' : 'recorded', conflicts });
}

/**
 * Whether the desk may speak of a performance. Who was the organiser's agent once still tells what its desks did before they
 * heard of the end, whatever their clocks say (USE-2); whether the house is sold out is not theirs to say any more.
 */
function mayTell({ sellable }: Offered, { type }: LedgerEvent): boolean {
  return sellable === 'now' || (sellable === 'once' && type !== 'sold-out-set');
}

/**
 * What the event does to acquisitions and leases. A give-back waits for what came before it, assistants and sold-out houses
 * stand beside, a refusal does nothing.
 */
function apply(
  facts: Facts,
  changes: Changes,
  event: LedgerEvent,
  code: ReadEvent['code'],
  offered: Offered,
  conflicts: Set<Conflict>,
): Result<void, ProblemCode> {
  switch (event.type) {
    case 'gave-back':
    case 'refused':
    case 'assisted':
    case 'assistance-voided':
    case 'sold-out-set':
      return ok(undefined);
    default: {
      // CAP-10: the set in force on the performance's day.
      const rules = ruleSetInForce(facts.ruleSets, offered.performance.day);
      return recordAcquisition(facts, changes, { event, code, offered, rules }, conflicts);
    }
  }
}
