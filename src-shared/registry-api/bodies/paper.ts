/** Use that was noted on paper, entered afterwards (USE-3). */
import { z } from 'zod';
import { VOID_WHYS } from '../../acquisition/event.ts';
import { STATES } from '../../acquisition/life.ts';
import { count, id, instant } from '../../kernel/schemas.ts';
import { conflict, itemAnswer } from './delivery.ts';

/** More than come along with anybody. */
const children = count.max(100);

export const paperRequest = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        /** Names the acquisition; the same again is not recorded twice. */
        id,
        performanceId: id,
        /** As it was written down: spaces and small letters do not matter. */
        code: z.string().min(1).max(64),
        children,
        /** When the ticket was handed out. */
        at: instant,
      }),
    )
    .min(1)
    .max(200),
});
/** One an entry, in their order. */
export const paperAnswer = z.strictObject({ answers: z.array(itemAnswer) });

export const paperVoidRequest = z.strictObject({ why: z.enum(VOID_WHYS) });
export const paperChildrenRequest = z.strictObject({ children });
/** What the acquisition is now. */
export const paperState = z.strictObject({
  acquisitionId: id,
  state: z.enum(STATES),
  children: count,
  conflicts: z.array(conflict),
});
