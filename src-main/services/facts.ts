/** Gathers what the desk knows for one judgement; the same reading for a scan and inside the transaction that records. */
import type { EarlierUse, SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import type { KeptCharacter } from '../../src-shared/card/check-digit.ts';
import { fail, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import { isCheckDigitStripped } from './check-digit.ts';
import type { DeskContext } from './context.ts';
import { isStanding } from './known-state.ts';
import { isEpochDoubtful, sellable } from './leases.ts';

const HOUR = 3_600_000;

export interface Question {
  readonly performance: Performance;
  readonly code: Result<string, 'card.malformed'>;
  readonly kept: KeptCharacter;
  readonly children: number;
  /** A request for places of this performance is out. */
  readonly unanswered: boolean;
}

export interface Gathered {
  readonly facts: SaleFacts;
  /** The code's key, of the list's generation or, without a list, of the newest that is held; null: none. */
  readonly cardKey: string | null;
  readonly keyGeneration: number;
}

/** The facts of one acquisition at the session's stage, as they are now. */
export function gatherFacts(context: DeskContext, question: Question): Gathered {
  const { store, session, cardList, clock } = context;
  const { performance, kept, children, unanswered } = question;
  const now = clock.now();
  // What lacks its last character is no code: it names no card, or another holder's.
  const isStripped = isCheckDigitStripped(context, question.code, kept);
  const code: SaleFacts['code'] = isStripped ? fail('card.check-digit-stripped') : question.code;
  const listGeneration = cardList.status().keyGeneration;
  const listKey = keyOf(context, code, listGeneration);
  const found = listKey === null ? null : cardList.find(listKey);
  // Asked after the look-up, for a broken list turns up while reading; no key is as bad as no list.
  const { state, freshAt } = cardList.status();
  const usable = state === 'ready' && (!code.ok || listKey !== null);
  const keyGeneration = usable ? listGeneration : (session.codeKeeper?.generations[0] ?? listGeneration);
  const facts: SaleFacts = {
    now,
    stage: session.stage,
    code,
    cardSeen: session.cardSeen,
    card: usable ? found : null,
    cache: { usable, ageHours: ageHours(freshAt, now) },
    provisional: session.provisional,
    performance,
    lease: sellable(context, performance, unanswered),
    earlier: earlierUses(context, performance.id, code),
    children,
    members: 0,
    rules: ruleSetInForce(store.ruleSets.all(), performance.day),
  };
  return { facts, cardKey: usable ? listKey : keyOf(context, code, keyGeneration), keyGeneration };
}

/** Age in hours of a list that was complete at `freshAt`, by the registry's time; one that never was counts from 1970. */
export function ageHours(freshAt: string | null, now: number): number {
  return Math.max(0, now - (freshAt === null ? 0 : Date.parse(freshAt))) / HOUR;
}

function keyOf({ session }: DeskContext, code: SaleFacts['code'], generation: number): string | null {
  return code.ok && session.codeKeeper !== null ? session.codeKeeper.keyOf(code.value, generation) : null;
}

/** What a code may have been kept under: any key that is held. Empty where it is none. */
export function keysOf(context: DeskContext, code: SaleFacts['code']): string[] {
  const { generations = [] } = context.session.codeKeeper ?? {};
  return generations.map((generation) => keyOf(context, code, generation)).filter((key) => key !== null);
}

/** CARD-5, CC-4: what stands in this ledger and what was heard of. */
function earlierUses(context: DeskContext, performanceId: string, code: SaleFacts['code']): EarlierUse[] {
  const { store } = context;
  const keys = keysOf(context, code);
  if (keys.length === 0) return [];
  const own = ownUses(context, performanceId, keys);
  const heard = store.uses
    .ofCard(performanceId, keys)
    .map((use): EarlierUse => ({ ...use, delivered: true, here: false }));
  return [...own, ...heard].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function ownUses(context: DeskContext, performanceId: string, keys: readonly string[]): EarlierUse[] {
  const { store } = context;
  const acquisitions = store.acquisitions.ofCard(performanceId, keys);
  if (acquisitions.length === 0) return [];
  const ownName = store.settings.read('enrolment')?.deskName ?? '';
  const sellsFrom = isEpochDoubtful(context) ? null : (store.epochs.current()?.id ?? null);
  return acquisitions.flatMap((one): EarlierUse[] => {
    const { id, state, at, elsewhere, deskName, delivery, placeEpoch, children, units, lapsesAt } = one;
    if (!isStanding(state)) return [];
    const delivered = elsewhere || delivery === 'delivered' || delivery === 'conflict';
    const here = placeEpoch !== null && placeEpoch === sellsFrom;
    const by = elsewhere ? (deskName ?? ownName) : ownName;
    return [{ acquisitionId: id, state, at, deskName: by, delivered, here, children, units, lapsesAt }];
  });
}
