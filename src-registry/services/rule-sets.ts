/** Rule sets as the registry keeps and hands them out (CAP-10). */
import { ruleSetInForce, type RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import { publish } from './feeds/streams.ts';

/** Adds a rule set or changes the one of the same first day; desks hear of it when it really changed. */
export async function putRuleSet(tx: Tx, set: RuleSet): Promise<void> {
  const rows = await tx.query(
    `INSERT INTO rule_sets (first_day, body) VALUES ($1, $2)
     ON CONFLICT (first_day) DO UPDATE SET body = excluded.body WHERE rule_sets.body <> excluded.body RETURNING 1`,
    [set.firstDay, set],
  );
  if (rows.length > 0) await publish(tx, 'rule-sets', [set.firstDay]);
}

/** The set in force on a Helsinki day. */
export async function rulesOn(tx: Tx, day: string): Promise<RuleSet> {
  const rows = await tx.query<{ body: RuleSet }>('SELECT body FROM rule_sets WHERE first_day <= $1', [day]);
  return ruleSetInForce(
    rows.map((row) => row.body),
    day,
  );
}

/** Changes after a position, in their order. */
export async function ruleSetChanges(
  tx: Tx,
  after: number,
  most: number,
): Promise<{ position: number; change: RuleSet }[]> {
  const rows = await tx.query<{ position: number; body: RuleSet }>(
    'SELECT position, body FROM rule_sets WHERE position > $1 ORDER BY position LIMIT $2',
    [after, most],
  );
  return rows.map(({ position, body }) => ({ position, change: body }));
}
