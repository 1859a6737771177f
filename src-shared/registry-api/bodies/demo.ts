/** Bodies of the demo registry alone. */
import { z } from 'zod';
import { EVENT_TYPES } from '../../acquisition/event.ts';
import { cardSchema } from '../../card/card.ts';
import { count, id, instant } from '../../kernel/schemas.ts';
import { conflict } from './delivery.ts';

/** Demo registry only: changes a demo card as its distributor would. */
export const demoCardRequest = z.strictObject({
  code: z.string(),
  action: z.enum(['end', 'extend', 'restore']),
});
export const demoCardAnswer = z.strictObject({ card: cardSchema });

/** Demo registry only: what has arrived, newest first. */
export const demoReceived = z.strictObject({
  received: z.array(
    z.strictObject({
      eventId: id,
      type: z.enum(EVENT_TYPES),
      at: instant,
      receivedAt: instant,
      deskName: z.string(),
      title: z.string(),
      /** Demo codes are no secret. */
      code: z.string().nullable(),
      children: count.nullable(),
      conflicts: z.array(conflict),
    }),
  ),
});
