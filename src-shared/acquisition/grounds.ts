/** Why an accepted acquisition is lawful: for each ground its rule, and what is left (CAP-10, field lesson 3). */
import { z } from 'zod';

export const GROUNDS = {
  'ground.card-valid': 'CARD-3',
  'ground.card-open-ended': 'CC-3',
  'ground.provisional': 'CARD-4',
  'ground.ticket': 'SALE-7',
  'ground.reservation': 'SALE-7',
  'ground.children-most': 'CHILD-4',
  'ground.children-free': 'CHILD-4',
  'ground.clients': 'CC-1',
  'ground.children-none': 'CHILD-2',
  'ground.window-open': 'SALE-3',
  'ground.cap': 'CAP-7',
  'ground.holder-counted': 'CARD-5',
  'ground.no-cap': 'CAP-7',
  'ground.rule-set': 'CAP-10',
} as const;
export type GroundCode = keyof typeof GROUNDS;
const codes = Object.keys(GROUNDS) as [GroundCode, ...GroundCode[]];

export const groundSchema = z.strictObject({
  code: z.enum(codes),
  /** The rule's number; of `ground.cap` the cap rule that holds (CAP-1 to 6). */
  rule: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Ground = z.infer<typeof groundSchema>;
