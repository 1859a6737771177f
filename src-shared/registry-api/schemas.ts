/** Bodies of the national interface: the one source of its types, its validation and its OpenAPI document. */
import { z } from 'zod';
import { EVENT_TYPES, ledgerEventSchema } from '../acquisition/event.ts';
import { STATES } from '../acquisition/life.ts';
import { cardSchema } from '../card/card.ts';
import { base64, count, hex, id, instant, writtenId } from '../kernel/schemas.ts';
import { OFFER_BREACHES } from '../performance/offer-check.ts';
import { capSchema, ORGANISER_TYPES, performanceSchema, windowsSchema } from '../performance/performance.ts';
import { ruleSetSchema } from '../rules/rule-set.ts';
import { exactLine, line } from './bodies/text.ts';
import { role } from './permissions.ts';
import { problemCode } from './problems.ts';

/** Names of the change streams. */
export const STREAMS = ['cards', 'performances', 'uses', 'rule-sets'] as const;
export const streamName = z.enum(STREAMS);
export type StreamName = z.infer<typeof streamName>;

export const siteSchema = z.strictObject({
  id,
  /** The name that it logs in with. */
  login: z.string(),
  name: z.string(),
  type: z.enum(ORGANISER_TYPES),
});
export type Site = z.infer<typeof siteSchema>;

/** What a site's first user is called, unless it was given another name. */
export const FIRST_USER = 'main';
/** Log-in of a site's user. */
export const loginRequest = z.strictObject({
  site: exactLine(100),
  user: exactLine(100).default(FIRST_USER),
  password: z.string().min(1).max(200),
});
export const loginAnswer = z.strictObject({
  token: z.string(),
  expiresAt: instant,
  site: siteSchema,
  user: z.strictObject({ id, login: z.string() }),
  roles: z.array(role),
  /** The password was set by somebody else: the session is good for nothing but setting one's own. */
  mustChangePassword: z.boolean(),
});

export const networkKeySchema = z.strictObject({ generation: z.int().min(1), key: base64 });
export type NetworkKey = z.infer<typeof networkKeySchema>;

/** Ed25519 public key, 32 bytes. */
export const signingKeySchema = z.strictObject({
  generation: z.int().min(1),
  key: base64,
  /** Signature of the key of the generation before over `endorsedText`; null for the first. */
  endorsement: base64.nullable(),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/** Enrolling a desk: it gets a token, the keys that it needs and its first epoch. */
export const enrolRequest = z.strictObject({ requestId: id, deskName: line(60) });
export const enrolAnswer = z.strictObject({
  deskId: id,
  deskName: z.string(),
  site: siteSchema,
  token: z.string(),
  epoch: id,
  /** Newest first: the one in use, the one before, and ahead of them one that is announced (ARCHITECTURE, decision 4). */
  networkKeys: z.array(networkKeySchema).min(1),
  /** X25519 public key, 32 bytes: codes are sealed to it. */
  sealingKey: base64,
  /** Ed25519 public key, 32 bytes: snapshots are signed with it. */
  signingKey: base64,
  /** A registry with demo data: the desk may show the demo panel. */
  demo: z.boolean(),
});
export type Enrolment = z.infer<typeof enrolAnswer>;

/** What a site leaves to its desks. */
export const sitePolicySchema = z.strictObject({
  /**
   * A card that a stale or missing list cannot tell (CARD-4): `off` refuses it, `ask` leaves it to staff, `allow` accepts
   * it. What was accepted is followed up when the registry answers.
   */
  provisional: z.enum(['off', 'ask', 'allow']),
});
export type SitePolicy = z.infer<typeof sitePolicySchema>;

export const deskQuery = z.strictObject({
  /** Of the ledger that asks: two copies of one disk each hear of their own. Left out, or unknown here: the newest. */
  epoch: id.optional(),
});

/** What the registry knows of the asking desk. */
export const deskAnswer = z.strictObject({
  deskId: id,
  site: siteSchema,
  policy: sitePolicySchema,
  serverTime: instant,
  /** As at enrolment; what is new among them is to be kept before a card list or a use comes that needs it. */
  networkKeys: z.array(networkKeySchema).min(1),
  /** Newest first, back to the first. */
  signingKeys: z.array(signingKeySchema).min(1),
  epoch: z.strictObject({
    id,
    frozen: z.boolean(),
    /** The last event that arrived of this epoch; null: none yet. */
    head: z.strictObject({ sequence: z.int().min(1), hash: hex(32) }).nullable(),
  }),
});
export type DeskStatus = z.infer<typeof deskAnswer>;

/** A new epoch, with empty leases; the one before is frozen. */
export const epochRequest = z.strictObject({ requestId: id, before: id, why: z.enum(['restored', 'forked']) });
export const epochAnswer = z.strictObject({ epoch: id });

export const snapshotParameters = z.strictObject({ hash: hex(32) });

/** A published card list; `signature` is Ed25519 over `manifestText`. */
export const snapshotManifest = z.strictObject({
  /** SHA-256 of the compressed file, and its address. */
  hash: hex(32),
  compressedBytes: count,
  bytes: count,
  cards: count,
  keyGeneration: z.int().min(1),
  createdAt: instant,
  /** Where the change feed of cards goes on from here. */
  cursor: z.string(),
  signature: base64,
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;

export const feedQuery = z.strictObject({
  /** Opaque; left out: from the beginning. */
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});

/** A page of a change feed; `more`: the next page is ready now. */
function page<Change extends z.ZodType>(change: Change) {
  return z.strictObject({ changes: z.array(change), cursor: z.string(), more: z.boolean(), serverTime: instant });
}

/** `card` is null where the card is gone from the registry. */
export const cardChange = z.strictObject({ key: hex(16), card: cardSchema.nullable() });
export type CardChange = z.infer<typeof cardChange>;

/** `performance` is null where this site may no longer sell it. */
export const performanceChange = z.strictObject({ id, performance: performanceSchema.nullable() });
export type PerformanceChange = z.infer<typeof performanceChange>;

/** An acquisition for a performance that this desk serves, from any desk, its own too. */
export const useChange = z.strictObject({
  acquisitionId: id,
  performanceId: id,
  cardKey: hex(16),
  /** The epoch that reserved it, or sold it without a reservation: its place is from there. */
  epoch: id,
  /** The desk that brought it to its state, and when. */
  deskName: z.string(),
  at: instant,
  children: count,
  /** Units of the cap that it takes. */
  units: count,
  state: z.enum(STATES),
  /** False: reserved by telephone (CARD-8). */
  cardSeen: z.boolean(),
  /** When a reservation lapses; null: it was sold without one. */
  lapsesAt: instant.nullable(),
});
export type UseChange = z.infer<typeof useChange>;

export const cardPage = page(cardChange);
export const performancePage = page(performanceChange);
export const usePage = page(useChange);
export const ruleSetPage = page(ruleSetSchema);

/**
 * Why a recorded fact does not fit what the registry knew (ARCHITECTURE, decision 10). Append-only. Those that follow from the
 * card are told only as long as a look-up would be answered (decision 28).
 */
export const CONFLICTS = [
  'card-unknown',
  'card-not-valid',
  'duplicate-performance',
  'over-child-limit',
  'beyond-lease',
  'epoch-forked',
  'epoch-frozen',
  'reservation-gone',
  'not-redeemed',
  'performance-cancelled',
] as const;
export const conflict = z.enum(CONFLICTS);
export type Conflict = z.infer<typeof conflict>;

/** Delivery: events in the order of their sequence; each item is judged on its own. */
export const deliveredItem = z.strictObject({
  event: ledgerEventSchema,
  /** The code, sealed to the registry; only with a `reserved` or `redeemed` event. */
  sealed: base64.nullable(),
});
export type DeliveredItem = z.infer<typeof deliveredItem>;
export const MOST_ITEMS = 200;
export const deliveryRequest = z.strictObject({
  /** As its events have it. */
  epoch: writtenId,
  /** Validated one by one, so that a bad item blocks nothing (field lesson 15). */
  items: z.array(z.unknown()).min(1).max(MOST_ITEMS),
});
export const itemAnswer = z.strictObject({
  /** The event's id as it was sent, or null where it has none. */
  id: z.string().nullable(),
  result: z.enum(['recorded', 'already-recorded', 'recorded-with-conflict', 'refused']),
  conflicts: z.array(conflict),
  /** Why it was refused. */
  problem: problemCode.nullable(),
});
export type ItemAnswer = z.infer<typeof itemAnswer>;
export const deliveryAnswer = z.strictObject({
  /** One an item, in the items' order. */
  answers: z.array(itemAnswer),
  serverTime: instant,
  /** The epoch's sequence was used twice (a cloned disk): start a new one. */
  forked: z.boolean(),
});

/** Asking for places. Repeating a request id gives the same answer and grants nothing more, for 30 days. */
export const leaseRequest = z.strictObject({
  requestId: id,
  performanceId: id,
  epoch: id,
  units: z.int().min(1).max(1_000),
});
export const leaseAnswer = z.strictObject({
  performanceId: id,
  epoch: id,
  /** Absolute, so a lost answer is harmless. */
  granted: count,
  /** What the registry could still grant afterwards, to anybody; never negative here. */
  pool: count,
});
export type LeaseAnswer = z.infer<typeof leaseAnswer>;

/** Data of a `news` event of the push channel: what to look at. */
export const newsSchema = z.strictObject({
  streams: z.array(streamName),
  /** Performances for which another desk ran out: give back what is idle. */
  wanted: z.array(id),
  /** Performances of which the registry has places again. */
  freed: z.array(id),
});
export type News = z.infer<typeof newsSchema>;

export const healthAnswer = z.strictObject({ status: z.literal('ok'), serverTime: instant });

export const readyAnswer = z.strictObject({ status: z.literal('ready') });

/** A reason that a desk can show. */
const reasonText = line(300);

/** Limits that an organiser sets for one of its performances (CAP, SALE-3, SALE-4); all of them at once. */
export const limitsRequest = z.strictObject({
  capacity: count.nullable(),
  cap: capSchema.nullable(),
  windows: windowsSchema,
  /** With its reason in every language (SALE-4). */
  exclusion: z.strictObject({ reason: z.strictObject({ fi: reasonText, sv: reasonText, en: reasonText }) }).nullable(),
});
export const offerBreach = z.strictObject({
  code: z.enum(OFFER_BREACHES),
  /** The rule that is broken. */
  rule: z.string(),
  /** The lowest lawful cap, where that is what is wrong. */
  lowest: count.nullable(),
});
/** Unlawful limits change nothing: `set` is false and every breach is named, under the rule set of the performance's day. */
export const limitsAnswer = z.strictObject({
  set: z.boolean(),
  performance: performanceSchema,
  breaches: z.array(offerBreach),
  /** SALE-4: so many percent of the organiser's coming offer are excluded, more than half; null: not too much. */
  excludedPercent: count.nullable(),
  ruleSetFirstDay: z.string(),
});

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
