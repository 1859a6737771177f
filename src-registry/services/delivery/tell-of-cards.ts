/**
 * What an answer says of cards, where sales are told that a desk, paper or a report recorded: making sales up is no way to
 * find out which codes are cards (OWASP, enumeration).
 */
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Conflict, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Database } from '../../db/database.ts';
import { isLeft, spendOne, withinBudget, type Asker } from '../cards/lookup-budget.ts';
import type { Context } from '../context.ts';

/** What is told of one that was recorded. */
interface ToldItem {
  readonly conflicts: Conflict[];
  readonly result?: string;
}

/** Conflicts from which follows whether a code is a card. */
const OF_CARDS: ReadonlySet<Conflict> = new Set([
  'card-unknown',
  'card-not-valid',
  'duplicate-performance',
  'over-child-limit',
]);

/**
 * The items as the asker is told of them. Each card that is not there costs as much as a look-up that misses, each time that
 * it is told; once nothing is left the items say nothing of cards. The facts are recorded all the same, with their conflicts.
 */
export async function tellOfCards<Item extends ToldItem>(
  database: Database,
  context: Pick<Context, 'clock' | 'log'>,
  asker: Asker,
  items: readonly Item[],
): Promise<Item[]> {
  if (!items.some(saysOfCards)) return [...items];
  if (!items.some(isMiss)) {
    const mayTell = await database.read((tx) => isLeft(tx, context, asker));
    return mayTell ? [...items] : items.map(withoutCards);
  }
  const paid = await database.transaction(async (tx) => {
    let mayTell = (await withinBudget(tx, context, asker)).ok;
    let misses = 0;
    const told: Item[] = [];
    for (const item of items) {
      if (mayTell && isMiss(item)) {
        if (misses > 0) mayTell = (await withinBudget(tx, context, asker)).ok;
        if (mayTell) await spendOne(tx, asker);
        misses += 1;
      }
      told.push(mayTell ? item : withoutCards(item));
    }
    return ok({ told, misses });
  });
  if (paid.value.misses > 0) {
    context.log.info('Sales with cards that are not there were recorded', {
      [asker.kind]: asker.id,
      site: asker.siteId,
    });
  }
  return paid.value.told;
}

/** The answers for a revoked desk: it hears nothing of cards. */
export function withoutAnyCards(answers: readonly ItemAnswer[]): ItemAnswer[] {
  return answers.map(withoutCards);
}

const isMiss = ({ conflicts }: ToldItem): boolean => conflicts.includes('card-unknown');
const saysOfCards = ({ conflicts }: ToldItem): boolean => conflicts.some((each) => OF_CARDS.has(each));

function withoutCards<Item extends ToldItem>(item: Item): Item {
  const conflicts = item.conflicts.filter((each) => !OF_CARDS.has(each));
  const isPlain = item.result === 'recorded-with-conflict' && conflicts.length === 0;
  return { ...item, conflicts, ...(isPlain ? { result: 'recorded' } : {}) };
}
