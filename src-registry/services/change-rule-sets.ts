/** Rule sets that an administrator adds or changes: only for days that have not come yet (CAP-10). */
import { canonicalJson } from '../../src-shared/kernel/canonical.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../src-shared/registry-api/endpoints.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import { noteChange, type Actor } from './changes.ts';
import type { Context } from './context.ts';
import { putRuleSet } from './rule-sets.ts';

type List = AnswerOf<'ruleSetList'>;

/** All rule sets, by their first days. */
export async function listRuleSets(tx: Tx): Promise<List> {
  const rows = await tx.query<{ body: RuleSet }>('SELECT body FROM rule_sets ORDER BY first_day');
  return { items: rows.map(({ body }) => body) };
}

/**
 * Adds a rule set, or changes the one of the same first day; desks hear of it. The same again changes nothing. Errors:
 * `rule-set.begun` where its first day is today in Helsinki or before, `request.malformed` where no code could be a card's.
 */
export async function changeRuleSet(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor,
  set: RuleSet,
): Promise<Result<List, 'rule-set.begun' | 'request.malformed'>> {
  const { firstDay, code } = set;
  if (Math.max(code.minimumLength, code.minimumDigits) > code.maximumLength) return fail('request.malformed');
  if (firstDay <= helsinkiDay(context.clock.now())) return fail('rule-set.begun');
  const { items: before } = await listRuleSets(tx);
  const same = before.find((each) => each.firstDay === firstDay);
  if (same !== undefined && canonicalJson(same) === canonicalJson(set)) return ok({ items: before });
  const subject = { subjectKind: 'rule-set', subjectId: firstDay } as const;
  await noteChange(tx, context, caller, { action: 'putRuleSet', ...subject, detail: set });
  await putRuleSet(tx, set);
  const items = [...before.filter((each) => each !== same), set];
  return ok({ items: items.toSorted((one, other) => (one.firstDay < other.firstDay ? -1 : 1)) });
}
