/** Rule sets: the numbers of the operating model, from a day on (CAP-10). */
import { ruleSetSchema } from '../../rules/rule-set.ts';
import { ruleSetList } from '../bodies/rule-sets.ts';
import type { Endpoint } from '../endpoint.ts';

export const RULE_SET_CALLS = {
  ruleSetList: {
    method: 'GET',
    path: '/v1/rule-sets',
    access: 'session',
    summary: 'Rule sets, by their first days',
    answer: ruleSetList,
  },
  putRuleSet: {
    method: 'POST',
    path: '/v1/rule-sets',
    access: { administrator: 'all' },
    summary: 'Add a rule set, or change one that is not in force yet; desks hear of it',
    body: ruleSetSchema,
    answer: ruleSetList,
  },
} as const satisfies Record<string, Endpoint>;
