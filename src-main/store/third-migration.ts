/** The third shape of desk.db: performances that do not take place, and what rule sets say of paper. */

export const THIRD_MIGRATION = `
  -- What a performance and a rule set have got since. What they said stays in force until the registry has told both anew.
  UPDATE performances SET body = json_insert(body, '$.cancelled', json('false'));
  UPDATE rule_sets SET body = json_insert(body, '$.paperWithinDays', 60);
  DELETE FROM cursors WHERE stream IN ('rule-sets', 'performances');
`;
