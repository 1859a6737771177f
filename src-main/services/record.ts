/** Writes one stage of one acquisition into the ledger, as it was decided (SALE-7). Inside a transaction only. */
import { createHash } from 'node:crypto';
import { goesOnWith, type EarlierUse } from '../../src-shared/acquisition/sale-facts.ts';
import type { LedgerEntry } from '../../src-shared/acquisition/event.ts';
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { lapsesFrom } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';
import type { KeptCode } from './store-ports/ledger.ts';
import type { Gathered } from './facts.ts';
import { unitsChangeFor } from './leases.ts';
import { codeTail } from './view.ts';

/**
 * Records what `verdict` judged, which is not a refusal, from the facts that it judged. Gives the acquisition. Fails
 * with `desk.not-accepted` where nothing may be kept of the code.
 */
export function record(
  context: DeskContext,
  gathered: Gathered,
  verdict: Verdict,
): Result<{ readonly acquisitionId: string }, 'desk.not-accepted'> {
  const { session, ids } = context;
  const { facts, cardKey, keyGeneration } = gathered;
  const { code, performance, stage, children } = facts;
  if (!code.ok || cardKey === null || session.codeKeeper === null) return fail('desk.not-accepted');
  const goesOn = goesOnWith(facts);
  const acquisitionId = goesOn?.acquisitionId ?? ids.next();
  const despite = verdict.reasons.map((reason) => reason.code);
  const tail = codeTail(code);
  const append = (entry: Unstamped, kept: KeptCode | null): void => appendEntry(context, performance.id, entry, kept);

  if (stage === 'attend') {
    append({ type: 'attended', acquisitionId, despite }, { sealed: null, tail });
    return ok({ acquisitionId });
  }
  const sealed = session.codeKeeper.seal(code.value);
  const card = { cardKey, keyGeneration, sealedHash: createHash('sha256').update(sealed).digest('hex') };
  if (stage === 'reserve') {
    const lapsesAt = new Date(lapsesFrom(performance)).toISOString();
    const { cardSeen } = facts;
    const { units } = verdict;
    append(
      { type: 'reserved', acquisitionId, ...card, cardSeen, children, units, despite, lapsesAt },
      { sealed, tail },
    );
    return ok({ acquisitionId });
  }
  const correction = goesOn === null ? null : correctionOf(goesOn, gathered);
  // Another desk's reservation is in this ledger from its redemption on.
  if (correction !== null && goesOn?.here === true) append(correction, null);
  const fee = performance.feeCents * (1 + children);
  const noted = fee > 0 ? { feeCents: fee } : {};
  const units = goesOn === null ? verdict.units : 0;
  append({ type: 'redeemed', acquisitionId, ...card, children, units, despite, ...noted }, { sealed, tail });
  if (correction !== null && goesOn?.here === false) append(correction, null);
  return ok({ acquisitionId });
}

type Distributed<Entry> = Entry extends unknown ? Omit<Entry, 'id' | 'at' | 'performanceId'> : never;

/** An entry before it has its id and its time. */
export type Unstamped = Distributed<LedgerEntry>;

/** Gives the entry an id and the desk's time, and appends it. Inside a transaction only. */
export function appendEntry(
  { store, ids, clock }: DeskContext,
  performanceId: string,
  entry: Unstamped,
  kept: KeptCode | null,
): void {
  const at = new Date(clock.now()).toISOString();
  store.ledger.append({ ...entry, id: ids.next(), at, performanceId }, kept);
}

/** More or fewer children than were reserved; null: neither they nor the units of its place change. */
function correctionOf(goesOn: EarlierUse, { facts }: Gathered): Unstamped | null {
  const { performance, children } = facts;
  const unitsChange = goesOn.here ? unitsChangeFor(performance, goesOn, children) : 0;
  if (children === goesOn.children && unitsChange === 0) return null;
  return { type: 'children-corrected', acquisitionId: goesOn.acquisitionId, children, unitsChange };
}
