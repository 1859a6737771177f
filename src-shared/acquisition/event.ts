/** What a desk's ledger holds and delivers: facts, append-only, chained by hash (ARCHITECTURE, decision 3). */
import { z } from 'zod';
import { leaseCountersSchema } from '../cap/lease.ts';
import { canonicalJson } from '../kernel/canonical.ts';
import { count, hex, instant, writtenId as id } from '../kernel/schemas.ts';
import { REASON_CODES } from './reasons.ts';

/** What every event carries. */
const link = {
  /** UUIDv7; the idempotency key from end to end. */
  id,
  /** The epoch of the desk's ledger; its sequence has no gaps within it. It names the desk, and so the site (DATA-2). */
  epoch: id,
  sequence: z.int().min(1),
  /** By the desk's clock, set right by the registry's where that is known. Order comes from the sequence. */
  at: instant,
  performanceId: id,
  /** SHA-256 of the event before in this epoch, zeros for the first. */
  previousHash: hex(32),
  /** SHA-256 of this event's canonical form without this field. */
  hash: hex(32),
};

/** The card, as much as may be kept of it: no code, no person (DATA-1). */
const card = {
  /** Truncated HMAC of the code under the network key of this generation. */
  cardKey: hex(16),
  keyGeneration: z.int().min(1),
  /** SHA-256 of the code sealed to the registry; the sealed bytes travel beside the event. */
  sealedHash: hex(32),
};

/** The warnings and notes that staff went past, deliberately. */
const despite = z.array(z.enum(REASON_CODES));

/** A place was reserved (SALE-7). */
const reserved = z.strictObject({
  ...link,
  ...card,
  type: z.literal('reserved'),
  acquisitionId: id,
  /** False: by telephone, the card was not seen (CARD-8). */
  cardSeen: z.boolean(),
  children: count,
  /** Units of the cap, taken from this epoch's lease (CAP-8). */
  units: count,
  despite,
  /** When it lapses unless it is redeemed. */
  lapsesAt: instant,
});

/**
 * A ticket was handed out (USE-1): one adult, and the children. Where the acquisition was reserved before, here or at
 * another desk, its place is the reservation's: no unit is used.
 */
const redeemed = z.strictObject({
  ...link,
  ...card,
  type: z.literal('redeemed'),
  acquisitionId: id,
  children: count,
  /** Units of the cap, taken from this epoch's lease (CAP-8). */
  units: count,
  despite,
  /** Service fee that the customer was told of, in cents (SALE-5); left out: none. */
  feeCents: count.exactOptional(),
});

/** The holder came in with the ticket (SALE-7). */
const attended = z.strictObject({ ...link, type: z.literal('attended'), acquisitionId: id, despite });

/** Another number of children than was recorded (CHILD-3). */
const childrenCorrected = z.strictObject({
  ...link,
  type: z.literal('children-corrected'),
  acquisitionId: id,
  /** How many they are. */
  children: count,
  /** Units taken from this epoch's lease by it, or given back to it where negative. */
  unitsChange: z.int(),
});

export const VOID_WHYS = ['mistake', 'customer', 'cancelled'] as const;

/** An acquisition was taken back; its place goes where it says, exactly once (CAP-9). */
const voided = z.strictObject({
  ...link,
  type: z.literal('voided'),
  acquisitionId: id,
  /** Units that become free. */
  units: count,
  /**
   * `epoch`: to this epoch's own balance. `pool`: to the registry, the epoch that sold it is over. `seller`: the desk that
   * reserved it releases the place when it hears of this. `heir`: another visit of the same holder keeps it (CARD-5).
   */
  placeTo: z.enum(['epoch', 'pool', 'seller', 'heir']),
  /** The acquisition that keeps the place; with `heir` only. */
  heirId: id.exactOptional(),
  /** A mistake at the desk, the customer's wish, the performance was cancelled; left out: not asked. */
  why: z.enum(VOID_WHYS).exactOptional(),
  /** The stage that was taken back; left out: `redeemed`. A reservation's void does not touch a ticket handed out elsewhere. */
  stage: z.enum(['reserved', 'redeemed', 'attended']).exactOptional(),
});

/** A reservation was not redeemed in time: its place goes back to the lease that it came from (CAP-9, SALE-7). */
const lapsed = z.strictObject({
  ...link,
  type: z.literal('lapsed'),
  acquisitionId: id,
  units: count,
  placeTo: z.enum(['epoch', 'pool']),
});

/** The place of an acquisition that was taken back at another desk comes home to the lease that it came from (CAP-9). */
const released = z.strictObject({
  ...link,
  type: z.literal('released'),
  acquisitionId: id,
  units: count,
  placeTo: z.enum(['epoch', 'pool']),
});

export const ASSISTANCE_KINDS = ['assistant', 'support-person'] as const;

/** Assistants, interpreters and guides, or support persons, of any customer: free, without a card (ASSIST-1). */
const assisted = z.strictObject({
  ...link,
  type: z.literal('assisted'),
  assistanceId: id,
  kind: z.enum(ASSISTANCE_KINDS),
  count: z.int().min(1).max(20),
  feeCents: count.exactOptional(),
});

/** Tickets of assistants were taken back. */
const assistanceVoided = z.strictObject({ ...link, type: z.literal('assistance-voided'), assistanceId: id });

/** Staff marked the performance sold out, or on sale again (CAP-7). */
const soldOutSet = z.strictObject({ ...link, type: z.literal('sold-out-set'), soldOut: z.boolean() });

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

export const ledgerEventSchema = z.discriminatedUnion('type', [
  reserved,
  redeemed,
  attended,
  childrenCorrected,
  voided,
  lapsed,
  released,
  assisted,
  assistanceVoided,
  soldOutSet,
  gaveBack,
  refused,
]);
export const EVENT_TYPES = ledgerEventSchema.options.map((option) => option.shape.type.value);
export type LedgerEvent = z.infer<typeof ledgerEventSchema>;
export type EventOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>;

/** An event of the life of one acquisition. */
export type AcquisitionEvent = Extract<LedgerEvent, { acquisitionId: string }>;

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
