/** What a stage of an acquisition is judged by, and what follows from it at once. */
import type { Card } from '../card/card.ts';
import type { Result } from '../kernel/result.ts';
import type { Performance } from '../performance/performance.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { Stage } from './verdict.ts';

/** An earlier acquisition, neither voided nor lapsed, with the same card for the same performance. */
export interface EarlierUse {
  readonly acquisitionId: string;
  readonly state: 'reserved' | 'redeemed' | 'attended';
  /** When it came to that, ISO 8601 UTC. */
  readonly at: string;
  /** The desk that recorded it. */
  readonly deskName: string;
  /** Whether the registry has it yet. */
  readonly delivered: boolean;
  /** Its place was taken from the lease that this desk sells from now. */
  readonly here: boolean;
  readonly children: number;
  readonly units: number;
  /** When a reservation lapses, ISO 8601 UTC; null where there was none. */
  readonly lapsesAt: string | null;
}

/** A site's policy for a card that a stale or missing list cannot tell: no, deliberately, or yes and follow it up. */
export type ProvisionalPolicy = 'off' | 'ask' | 'allow';

export interface SaleFacts {
  /** The present instant in milliseconds. */
  readonly now: number;
  readonly stage: Stage;
  /** What was read; `card.check-digit-stripped` where a reader has kept its last character to itself. */
  readonly code: Result<string, 'card.malformed' | 'card.check-digit-stripped'>;
  /** False: told by telephone, when reserving (CARD-8). */
  readonly cardSeen: boolean;
  /** The card, null when the local list does not hold it. */
  readonly card: Card | null;
  /** The local list; age in hours since it was last known to be complete. */
  readonly cache: { readonly usable: boolean; readonly ageHours: number };
  readonly provisional: ProvisionalPolicy;
  readonly performance: Performance;
  /** Places this desk may still sell, and how many are left of the cap as far as it knows; null: no cap. */
  readonly lease: { readonly balance: number; readonly registryHasMore: boolean; readonly left: number } | null;
  /** Oldest first. */
  readonly earlier: readonly EarlierUse[];
  /** Child tickets wanted; on a community card: clients under 16 (CC-1). */
  readonly children: number;
  /** Members with cards of their own in the same small-group visit (GROUP-1). */
  readonly members: number;
  readonly rules: RuleSet;
}

/** What every judge looks at: the facts, and what follows from them at once. */
export interface Case extends SaleFacts {
  /** The acquisition that this stage goes on with; null: a new one. */
  readonly goesOn: EarlierUse | null;
  /** Most children that the card may bring here; null: no limit known. */
  readonly most: number | null;
}

/**
 * The acquisition that a stage goes on with: redeeming, the oldest reservation that has not lapsed; attending, the
 * oldest ticket that was not used to come in, else the last one that was (SALE-7).
 */
export function goesOnWith({ stage, earlier, now }: Pick<SaleFacts, 'stage' | 'earlier' | 'now'>): EarlierUse | null {
  if (stage === 'reserve') return null;
  if (stage === 'redeem') return earlier.find((use) => use.state === 'reserved' && !hasLapsed(use, now)) ?? null;
  return (
    earlier.find(({ state }) => state === 'redeemed') ?? earlier.findLast(({ state }) => state === 'attended') ?? null
  );
}

/** Most children that a card may bring to a performance; null: no limit known (CHILD-2, CHILD-4). */
export function mostChildren(card: Card | null, performance: Performance): number | null {
  if (performance.kind === 'course') return 0;
  return card === null || card.kind === 'community' ? null : card.childLimit;
}

/** SALE-7: whether nobody can redeem a reservation any more at `now`, in milliseconds. */
export function hasLapsed({ state, lapsesAt }: EarlierUse, now: number): boolean {
  return state === 'reserved' && lapsesAt !== null && now >= Date.parse(lapsesAt);
}
