/** A small-group visit: the worker's community card and each member's own card, judged together (GROUP-1). */
import { decide } from './decide.ts';
import { goesOnWith, type SaleFacts } from './sale-facts.ts';
import { collect, outcomeOf } from './found.ts';
import type { Outcome, Reason, Verdict } from './verdict.ts';

export interface GroupLine {
  readonly lineId: string;
  /** Names the card without telling it; null: not a code. The same card has the same key. */
  readonly cardKey: string | null;
  /** As for a sale of its own; `members` is counted here. */
  readonly facts: SaleFacts;
}

interface JudgedLine {
  readonly lineId: string;
  readonly verdict: Verdict;
}

export interface GroupVerdict {
  /** One a line, in their order. */
  readonly lines: readonly JudgedLine[];
  /** What is to be said of the group as a whole. */
  readonly reasons: readonly Reason[];
  /** Of the whole: `refuse` where nothing may be recorded yet; a refused line alone does not stop the good ones. */
  readonly outcome: Outcome;
  /** Lines that would be recorded, and the units of the cap that they take. */
  readonly good: number;
  readonly units: number;
}

/**
 * Judges a basket whose cards came in any order. Each line is judged as if it were alone, knowing its companions; then
 * the good ones together: too few places is said before anything is recorded, and the group is never split silently.
 */
export function judgeGroup(basket: readonly GroupLine[]): GroupVerdict {
  const members = countMembers(basket);
  const lines = basket.map((line, place) => judgeLine(line, basket.slice(0, place), members));
  const good = lines.filter(({ verdict }) => verdict.outcome !== 'refuse');
  const units = unitsOfAll(good);
  const found = collect();
  const lease = basket[0]?.facts.lease ?? null;
  const needed = unitsOfAll(lines.filter(({ verdict }) => wantsPlaces(verdict)));
  if (lease !== null && needed > lease.balance) {
    found.add('group.too-few-places', { needed, left: Math.max(0, lease.balance) });
  }
  if (good.length > 0 && !basket.some(isCommunity)) found.add('group.without-community-card');
  const reasons = found.inOrder();
  const ofAll = [...reasons, ...good.flatMap(({ verdict }) => verdict.reasons)];
  return { lines, reasons, outcome: groupOutcome(ofAll, good.length), good: good.length, units };
}

/** CC-1: members whose own card admits them, or would if there were places; the others do not come along. */
function countMembers(basket: readonly GroupLine[]): number {
  return basket.filter((line) => !isCommunity(line) && wantsPlaces(decide(line.facts))).length;
}

/** CARD-5, CC-4: a personal card stands in a basket once; a community card again only deliberately. */
function judgeLine(line: GroupLine, before: readonly GroupLine[], members: number): JudgedLine {
  const { lineId, cardKey, facts } = line;
  const earlier = withoutTaken(line, before);
  const verdict = decide({ ...facts, earlier, members: isCommunity(line) ? members : 0 });
  if (cardKey === null || !before.some((other) => other.cardKey === cardKey)) return { lineId, verdict };
  const found = collect();
  for (const { code, parameters, severity } of verdict.reasons) found.add(code, parameters, severity);
  found.add('group.card-twice', {}, isCommunity(line) ? 'warn' : 'refuse');
  const reasons = found.inOrder();
  const outcome = outcomeOf(reasons);
  return { lineId, verdict: { ...verdict, reasons, outcome, grounds: outcome === 'refuse' ? [] : verdict.grounds } };
}

/** Its earlier uses, but for the reservations that lines before it with the same card go on with. */
function withoutTaken({ cardKey, facts }: GroupLine, before: readonly GroupLine[]): SaleFacts['earlier'] {
  const sameCard = before.filter((other) => cardKey !== null && other.cardKey === cardKey).length;
  let earlier = facts.earlier;
  for (let count = 0; count < sameCard; count += 1) {
    const taken = goesOnWith({ ...facts, earlier });
    if (taken !== null) earlier = earlier.filter((use) => use !== taken);
  }
  return earlier;
}

/** Nothing stands against it but places: it counts among those that the group needs. */
function wantsPlaces({ reasons }: Verdict): boolean {
  return reasons.every(
    ({ code, severity }) => severity !== 'refuse' || code === 'cap.reached' || code === 'cap.no-lease',
  );
}

function unitsOfAll(lines: readonly JudgedLine[]): number {
  return lines.reduce((sum, { verdict }) => sum + verdict.units, 0);
}

function isCommunity({ facts }: GroupLine): boolean {
  return facts.card?.kind === 'community';
}

function groupOutcome(reasons: readonly Reason[], good: number): Outcome {
  if (good === 0 || reasons.some(({ severity }) => severity === 'refuse')) return 'refuse';
  return reasons.some(({ severity }) => severity === 'warn') ? 'warn' : 'accept';
}
