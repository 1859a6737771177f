/** Desks that hold places of caps, and writing off those that do not come back. */
import { z } from 'zod';
import { count, id, instant } from '../../kernel/schemas.ts';
import { listQuery } from './list.ts';

/** `siteId`: only that site's; left out: of every site in the caller's reach. */
export const holdingDesksQuery = listQuery.extend({ siteId: id.optional() });

/** A desk with places of performances that are not over. */
export const holdingDesk = z.strictObject({
  id,
  name: z.string(),
  siteId: id,
  siteName: z.string(),
  revoked: z.boolean(),
  /** When something last arrived from its ledger; null: never. */
  lastDeliveredAt: instant.nullable(),
  /** Places granted to its present epoch that it has neither sold nor given back. */
  idle: count,
  /** The same of earlier epochs, which were left or frozen: nobody sells them, and they come home only by a write-off. */
  idleFrozen: count,
  /** Places that its reservations take. */
  reserved: count,
  /** Written off, and not come back with a new epoch. */
  writtenOff: z.boolean(),
});

export const writeOffRequest = z.strictObject({
  /**
   * True: the desk does not come back, its present epoch is frozen too. False: only what earlier epochs left behind, for the
   * desk itself is at work.
   */
  present: z.boolean(),
});

export const writeOffAnswer = z.strictObject({
  deskId: id,
  /** Idle places that went to the pool by this call. */
  returned: count,
  /** Reservations whose places are still theirs, until each one's hour. */
  reservations: count,
});
