/** What a desk's ledger holds and delivers: facts, append-only, chained by hash (ARCHITECTURE, decision 3). */
import { z } from 'zod';
import { leaseCountersSchema } from '../cap/lease.ts';
import { canonicalJson } from '../kernel/canonical.ts';
import { count, hex, id, instant } from '../kernel/schemas.ts';
import { REASON_CODES } from './reasons.ts';

/** What every event carries. */
const link = {
  /** UUIDv7; the idempotency key from end to end. */
  id,
  /** The epoch of the desk's ledger; its sequence has no gaps within it. */
  epoch: id,
  sequence: z.int().min(1),
  /** By the desk's clock. Order comes from the sequence. */
  at: instant,
  performanceId: id,
  /** SHA-256 of the event before in this epoch, zeros for the first. */
  previousHash: hex(32),
  /** SHA-256 of this event's canonical form without this field. */
  hash: hex(32),
};

/** A ticket was handed out (USE-1): one adult, and the children. */
const redeemed = z.strictObject({
  ...link,
  type: z.literal('redeemed'),
  acquisitionId: id,
  /** Truncated HMAC of the code under the network key of this generation. */
  cardKey: hex(16),
  keyGeneration: z.int().min(1),
  /** SHA-256 of the code sealed to the registry; the sealed bytes travel beside the event. */
  sealedHash: hex(32),
  children: count,
  /** Units of the cap, taken from this epoch's lease (CAP-8). */
  units: count,
  /** The warnings that staff went past, deliberately. */
  despite: z.array(z.enum(REASON_CODES)),
});

/** An acquisition was taken back; its place goes where it says, exactly once (CAP-9). */
const voided = z.strictObject({
  ...link,
  type: z.literal('voided'),
  acquisitionId: id,
  units: count,
  placeTo: z.enum(['epoch', 'pool']),
});

/** Unused places went back to the registry; the counters are absolute, as of this sequence. */
const gaveBack = z.strictObject({ ...link, type: z.literal('gave-back'), counters: leaseCountersSchema });

/** A card was refused, and for which performance: for the statistics and for staff, never with the code. */
const refused = z.strictObject({
  ...link,
  type: z.literal('refused'),
  /** Null where what was scanned is not a code. */
  cardKey: hex(16).nullable(),
  reasons: z.array(z.enum(REASON_CODES)).min(1),
});

export const ledgerEventSchema = z.discriminatedUnion('type', [redeemed, voided, gaveBack, refused]);
export type LedgerEvent = z.infer<typeof ledgerEventSchema>;

type WithoutHash<Event> = Event extends unknown ? Omit<Event, 'hash'> : never;
type WithoutLink<Event> = Event extends unknown ? Omit<Event, 'epoch' | 'sequence' | 'previousHash' | 'hash'> : never;

/** An event before the ledger has given it its place in the chain. */
export type LedgerEntry = WithoutLink<LedgerEvent>;

/** `previousHash` of an epoch's first event. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/** The text whose SHA-256 is the event's hash. */
export function hashedText(event: WithoutHash<LedgerEvent>): string {
  const { hash: _, ...rest } = event as LedgerEvent;
  return canonicalJson(rest);
}
