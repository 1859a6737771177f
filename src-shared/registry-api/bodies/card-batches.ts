/** Batches of printed codes, and who has them. */
import { z } from 'zod';
import { count, id, instant } from '../../kernel/schemas.ts';
import { typedCode } from './cards.ts';
import { listQuery } from './list.ts';

/** The most codes of one batch. */
export const MOST_CODES = 10_000;

export const batchRequest = z.strictObject({
  /** The batch's id, a new UUID: repeating it is harmless. */
  id,
  /** The distributor that it is handed to. */
  siteId: id,
  codes: z.discriminatedUnion('form', [
    z.strictObject({ form: z.literal('list'), codes: z.array(typedCode).min(1).max(MOST_CODES) }),
    /** All from the first to the last: their letters and their number of digits are the same. */
    z.strictObject({ form: z.literal('range'), first: typedCode, last: typedCode }),
  ]),
});

export const batchSchema = z.strictObject({
  id,
  site: z.strictObject({ id, name: z.string() }),
  recordedAt: instant,
  /** How many were printed. */
  codes: count,
});

/** `siteId`: left out, the own site. */
export const ofSiteQuery = listQuery.extend({ siteId: id.optional() });

export const handOutRequest = z.strictObject({ siteId: id });
export const unregisteredAnswer = z.strictObject({ codes: z.array(z.string()) });
