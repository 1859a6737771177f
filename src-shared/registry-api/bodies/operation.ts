/** Bodies of what an operator's tools ask. */
import { z } from 'zod';
import { instant } from '../../kernel/schemas.ts';

export const healthAnswer = z.strictObject({ status: z.literal('ok'), serverTime: instant });

export const readyAnswer = z.strictObject({ status: z.literal('ready') });
