/** The third shape of desk.db: performances that do not take place, and what rule sets say of paper. */

export const THIRD_MIGRATION = `
  -- What a performance and a rule set have got since; the registry tells both anew, for their cursors are gone.
  UPDATE performances SET body = json_set(body, '$.cancelled', json('false'));
  DELETE FROM rule_sets;
  DELETE FROM cursors WHERE stream IN ('rule-sets', 'performances');
`;
