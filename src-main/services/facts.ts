/** Gathers what the desk knows for one judgement; the same reading for a scan and inside the transaction that records. */
import type { EarlierUse, SaleFacts } from '../../src-shared/acquisition/decide.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import type { DeskContext } from './context.ts';
import { sellable } from './leases.ts';

const HOUR = 3_600_000;

export interface Question {
  readonly performance: Performance;
  readonly code: Result<string, 'card.malformed'>;
  readonly children: number;
  /** A request for places of this performance is out. */
  readonly unanswered: boolean;
}

export interface Gathered {
  readonly facts: SaleFacts;
  /** The code's key in the card list; null where the code is malformed or the list's key is not held. */
  readonly cardKey: string | null;
  readonly keyGeneration: number;
}

/** The facts of one sale as they are now. */
export function gatherFacts(context: DeskContext, question: Question): Gathered {
  const { store, cardList, clock } = context;
  const { performance, code, children, unanswered } = question;
  const now = clock.now();
  const keyGeneration = cardList.status().keyGeneration;
  const cardKey = keyOf(context, code, keyGeneration);
  const found = cardKey === null ? null : cardList.find(cardKey);
  // Asked after the look-up, for a broken list turns up while reading; no key is as bad as no list.
  const { state, freshAt } = cardList.status();
  const usable = state === 'ready' && (!code.ok || cardKey !== null);
  const facts: SaleFacts = {
    now,
    stage: 'redeem',
    code,
    card: usable ? found : null,
    cache: { usable, ageHours: ageHours(freshAt, now) },
    performance,
    lease: sellable(context, performance, unanswered),
    earlier: earlierUses(context, performance.id, code, keyGeneration),
    children,
    rules: ruleSetInForce(store.ruleSets.all(), performance.day),
  };
  return { facts, cardKey, keyGeneration };
}

/** Age in hours of a list that was complete at `freshAt`; a list that never was counts from 1970. */
export function ageHours(freshAt: string | null, now: number): number {
  return Math.max(0, now - (freshAt === null ? 0 : Date.parse(freshAt))) / HOUR;
}

function keyOf({ session }: DeskContext, code: Question['code'], generation: number): string | null {
  return code.ok && session.codeKeeper !== null ? session.codeKeeper.keyOf(code.value, generation) : null;
}

/** CARD-5, CC-4: own sales and those heard of; a sale may carry the key of the generation before or after the list's. */
function earlierUses(
  context: DeskContext,
  performanceId: string,
  code: Question['code'],
  listGeneration: number,
): EarlierUse[] {
  const { store } = context;
  const keys = [listGeneration - 1, listGeneration, listGeneration + 1]
    .map((generation) => keyOf(context, code, generation))
    .filter((key) => key !== null);
  if (keys.length === 0) return [];
  const ownName = store.settings.read('enrolment')?.deskName ?? '';
  const own = store.acquisitions.ofCard(performanceId, keys).map(({ at, delivery }) => ({
    at,
    deskName: ownName,
    delivered: delivery === 'delivered' || delivery === 'conflict',
  }));
  const heard = store.uses.ofCard(performanceId, keys).map(({ at, deskName }) => ({ at, deskName, delivered: true }));
  return [...own, ...heard].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
