/** Rule sets as people see them. */
import { z } from 'zod';
import { ruleSetSchema } from '../../rules/rule-set.ts';

export const ruleSetList = z.strictObject({
  /** By their first days, earliest first; before all of them the preset is in force. */
  items: z.array(ruleSetSchema),
});
