/** What the answer to a delivery says of cards: delivering made-up sales is no way to find out which codes are cards. */
import { ok } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Conflict, ItemAnswer } from '../../../src-shared/registry-api/schemas.ts';
import type { Database } from '../../db/database.ts';
import { spendOne, withinBudget } from '../cards/lookup-budget.ts';
import type { Context } from '../context.ts';
import type { Desk } from '../desks/desks.ts';

type Answer = AnswerOf<'deliver'>;

/** Conflicts from which follows whether a code is a card. */
const OF_CARDS: ReadonlySet<Conflict> = new Set([
  'card-unknown',
  'card-not-valid',
  'duplicate-performance',
  'over-child-limit',
]);

/**
 * The answer for the desk. Each card that turned out not to be there costs as much as a look-up that misses; once nothing
 * is left that is logged, and the facts are recorded and answered all the same. A revoked desk hears nothing of cards.
 */
export async function tellOfCards(
  database: Database,
  context: Pick<Context, 'clock' | 'log'>,
  desk: Desk & { readonly revoked: boolean },
  answer: Answer,
): Promise<Answer> {
  if (desk.revoked) return { ...answer, answers: answer.answers.map(withoutCards) };
  const unknown = answer.answers.filter(
    ({ result, conflicts }) => result === 'recorded-with-conflict' && conflicts.includes('card-unknown'),
  );
  if (unknown.length > 0) await pay(database, context, desk, unknown.length);
  return answer;
}

/** Logged where the budget does not suffice. */
async function pay(
  database: Database,
  context: Pick<Context, 'clock' | 'log'>,
  desk: Desk,
  misses: number,
): Promise<void> {
  const asker = { kind: 'desk', id: desk.id, siteId: desk.site.id } as const;
  await database.transaction(async (tx) => {
    for (let paid = 0; paid < misses; paid++) {
      if (!(await withinBudget(tx, context, asker)).ok) break;
      await spendOne(tx, asker);
    }
    return ok(null);
  });
}

function withoutCards(item: ItemAnswer): ItemAnswer {
  const conflicts = item.conflicts.filter((each) => !OF_CARDS.has(each));
  const isPlain = item.result === 'recorded-with-conflict' && conflicts.length === 0;
  return { ...item, conflicts, result: isPlain ? 'recorded' : item.result };
}
