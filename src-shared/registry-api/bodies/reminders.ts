/** Use that is not registered yet, as far as can be known: whom a coordinator may remind (USE-5). */
import { z } from 'zod';
import { day, id, localised } from '../../kernel/schemas.ts';

export const remindersQuery = z.strictObject({
  networkId: id,
  /** A desk that has delivered nothing for so many days is listed. */
  days: z.coerce.number().int().min(1).max(365).default(7),
});

const site = { siteId: id, siteName: z.string() };
const about = { performanceId: id, title: localised, day };
/** At most 500 of each, oldest first. */
export const remindersAnswer = z.strictObject({
  /** Desks that have delivered nothing for so long; `since`: the Helsinki day of the last, or of the enrolment. */
  silentDesks: z.array(z.strictObject({ ...site, deskId: id, deskName: z.string(), since: day })),
  /** Agents whose share of a performance that is over is not settled: their report is missing. */
  openShares: z.array(z.strictObject({ ...site, ...about, places: z.int() })),
  /** Performances that are over, not cancelled and not excluded, without any use of a card. */
  withoutUse: z.array(z.strictObject({ ...site, ...about })),
});
