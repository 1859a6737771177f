/** What the desk pushes to the screen: the whole state, small, after every change. The screen holds views of it, never the truth. */
import { z } from 'zod';
import { STATES } from '../acquisition/life.ts';
import { outcomeSchema, reasonSchema, stageSchema, verdictSchema } from '../acquisition/verdict.ts';
import { count, id, instant, language } from '../kernel/schemas.ts';
import { performanceSchema } from '../performance/performance.ts';
import { conflict } from '../registry-api/bodies/delivery.ts';
import { siteSchema } from '../registry-api/bodies/site.ts';
import { scannersState } from './scanners.ts';

/** A performance as the list shows it. */
export const offeredPerformance = z.strictObject({
  performance: performanceSchema,
  /** Units left under the cap, as far as this desk knows; null: no cap. */
  left: count.nullable(),
});
export type OfferedPerformance = z.infer<typeof offeredPerformance>;

/** The verdict on screen, until it is confirmed, dismissed or replaced by a new scan. */
export const shownVerdict = z.strictObject({
  /** Names the scan; a command that names an older one does nothing. */
  scanId: id,
  /** The last four characters of the code, for staff. Empty where the code is malformed. */
  codeTail: z.string().max(4),
  cardKind: z.enum(['personal', 'community']).nullable(),
  verdict: verdictSchema,
  /** The registry is being asked for a place; the verdict may still change. */
  asking: z.boolean(),
});
export type ShownVerdict = z.infer<typeof shownVerdict>;

/** An acquisition of this desk that is durable on disk. */
export const recordedSale = z.strictObject({
  acquisitionId: id,
  performanceId: id,
  codeTail: z.string().max(4),
  children: count,
  /** When it came to its state. */
  at: instant,
  state: z.enum(STATES),
  /** False: reserved by telephone, the card is still to be shown (CARD-8). */
  cardSeen: z.boolean(),
  /** When a reservation lapses; null: there was none. */
  lapsesAt: instant.nullable(),
  /** It was accepted although the list could not tell the card (CARD-4). */
  provisional: z.boolean(),
  feeCents: count,
  /** How far its delivery is. */
  delivery: z.enum(['waiting', 'delivered', 'conflict', 'set-aside']),
});
export type RecordedSale = z.infer<typeof recordedSale>;

/** A small-group visit in the making (GROUP-1). */
export const basketSchema = z.strictObject({
  basketId: id,
  lines: z.array(
    z.strictObject({
      lineId: id,
      codeTail: z.string().max(4),
      cardKind: z.enum(['personal', 'community']).nullable(),
      verdict: verdictSchema,
    }),
  ),
  /** Of the group as a whole. */
  outcome: outcomeSchema,
  reasons: z.array(reasonSchema),
  /** Lines that would be recorded, and the units of the cap that they take. */
  good: count,
  units: count,
});
export type Basket = z.infer<typeof basketSchema>;

/** Tickets for assistants at the picked performance, from this desk (ASSIST-1). */
export const assistanceSchema = z.strictObject({
  assistants: count,
  supportPersons: count,
  /** The latest, to be taken back; null: none. */
  lastId: id.nullable(),
});

/** What the registry remarked on an acquisition of this desk, until staff have seen it. */
export const followUpSchema = z.strictObject({
  acquisitionId: id,
  performanceId: id,
  codeTail: z.string().max(4),
  at: instant,
  provisional: z.boolean(),
  conflicts: z.array(conflict).min(1),
});
export type FollowUp = z.infer<typeof followUpSchema>;

export const syncStatus = z.strictObject({
  network: z.enum(['connecting', 'online', 'offline', 'revoked']),
  cards: z.strictObject({
    state: z.enum(['empty', 'loading', 'ready', 'stale', 'damaged']),
    count,
    /** When the list was last known to be complete; null: never. */
    freshAt: instant.nullable(),
  }),
  /** Events that wait to be delivered. */
  waiting: count,
  /** Events that the registry refused; kept, shown, blocking nothing. */
  setAside: count,
  /** This machine's clock minus the registry's, in milliseconds; null: not known yet. */
  skewMilliseconds: z.number().nullable(),
  /** Code of the last failure of the sync, null when all is well. */
  trouble: z.string().nullable(),
});
export type SyncStatus = z.infer<typeof syncStatus>;

export const demoState = z.strictObject({
  /** The panel's switch: the desk's network is cut. */
  networkCut: z.boolean(),
});

export const deskState = z.strictObject({
  language,
  /** By the desk's clock; the screen shows ages against it. */
  now: instant,
  /** Null until enrolled. */
  site: siteSchema.nullable(),
  deskName: z.string().nullable(),
  performances: z.array(offeredPerformance),
  pickedId: id.nullable(),
  /** What scanning is for now, and whether the card is at the desk (SALE-7, CARD-8). */
  stage: stageSchema,
  cardSeen: z.boolean(),
  shown: shownVerdict.nullable(),
  /** The latest acquisition of the picked performance; null: none since it was picked. */
  last: recordedSale.nullable(),
  /** This desk's latest acquisitions of the picked performance, newest first, twenty at most. */
  recent: z.array(recordedSale),
  /** Null: no small-group visit is in the making. */
  basket: basketSchema.nullable(),
  /** Null: no performance is picked. */
  assistance: assistanceSchema.nullable(),
  /** Newest first. */
  followUps: z.array(followUpSchema),
  sync: syncStatus,
  scanners: scannersState,
  /** Null where the registry is no demo. */
  demo: demoState.nullable(),
});
export type DeskState = z.infer<typeof deskState>;
