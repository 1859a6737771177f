/** Rule sets. */
import { ok } from '../../../src-shared/kernel/result.ts';
import type { RULE_SET_CALLS } from '../../../src-shared/registry-api/calls/rule-sets.ts';
import { changeRuleSet, listRuleSets } from '../../services/change-rule-sets.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of RULE_SET_CALLS. */
export function ruleSetHandlers({ database, context }: Served): HandlersOf<typeof RULE_SET_CALLS> {
  return {
    ruleSetList: () => database.read(async (tx) => ok(await listRuleSets(tx))),
    putRuleSet: ({ caller, body }) => database.transaction((tx) => changeRuleSet(tx, context, caller, body)),
  };
}
