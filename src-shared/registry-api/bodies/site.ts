/** A site as everybody sees it who works with it, and what it leaves to its desks. */
import { z } from 'zod';
import { id } from '../../kernel/schemas.ts';
import { ORGANISER_TYPES } from '../../performance/performance.ts';

export const siteSchema = z.strictObject({
  id,
  /** The name that it logs in with. */
  login: z.string(),
  name: z.string(),
  type: z.enum(ORGANISER_TYPES),
});
export type Site = z.infer<typeof siteSchema>;

/** What a site leaves to its desks. */
export const sitePolicySchema = z.strictObject({
  /**
   * A card that a stale or missing list cannot tell (CARD-4): `off` refuses it, `ask` leaves it to staff, `allow` accepts
   * it. What was accepted is followed up when the registry answers.
   */
  provisional: z.enum(['off', 'ask', 'allow']),
});
export type SitePolicy = z.infer<typeof sitePolicySchema>;
