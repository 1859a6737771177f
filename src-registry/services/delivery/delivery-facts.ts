/** What a delivery is judged by, in memory: loaded at once, kept up to date item by item, and what has changed of it. */
import type { LedgerEvent } from '../../../src-shared/acquisition/event.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { Conflict } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { KeptCard } from '../cards/cards.ts';
import type { Desk } from '../desks/desks.ts';
import type { Epoch } from '../desks/epochs.ts';
import type { KeptAcquisition } from './kept-acquisition.ts';
import type { HeldEvent } from './places.ts';

/** A performance that is named, as the desk's site may sell it, could once, or never could (USE-2). */
export interface Offered {
  readonly performance: Performance;
  readonly sellable: 'now' | 'once' | 'never';
  /** In milliseconds; null: it takes place. */
  readonly cancelledAt: number | null;
}

/** A lease's counters as the registry keeps them. */
export interface KeptLease {
  readonly granted: number;
  readonly consumed: number;
  readonly released: number;
  readonly returned: number;
  readonly toPool: number;
}

/** An event that is here already, and what was found when it arrived. */
export interface KnownEvent {
  readonly hash: string;
  readonly conflicts: readonly Conflict[];
}

/** Everything is named as the database names it; pairs by `pair`. */
export interface Facts {
  readonly desk: Desk;
  readonly epochId: string;
  frozen: Epoch['frozen'];
  readonly events: Map<string, KnownEvent>;
  /** Sequences of the epoch that an event has. */
  readonly taken: Set<number>;
  readonly offers: ReadonlyMap<string, Offered>;
  readonly ruleSets: readonly RuleSet[];
  /** There are give-backs of the epoch that have not taken effect. */
  readonly hasWaiting: boolean;
  readonly cards: ReadonlyMap<string, KeptCard>;
  readonly acquisitions: Map<string, KeptAcquisition>;
  /** Acquisitions by performance and code. */
  readonly visits: Map<string, Set<string>>;
  /** Events by performance and acquisition. */
  readonly held: Map<string, HeldEvent[]>;
  /** Acquisitions that one names as its heir, or that name it, by performance and acquisition. */
  readonly kin: Map<string, Set<string>>;
  /** By performance and epoch. */
  readonly leases: Map<string, KeptLease>;
  /** Whose desk an epoch is of. */
  readonly siteOf: Map<string, string>;
}

export interface NewEvent {
  readonly event: LedgerEvent;
  readonly text: string;
  readonly conflicts: readonly Conflict[];
  readonly forked: boolean;
}

/** What the items have changed. */
export interface Changes {
  readonly events: NewEvent[];
  /** As they were before; null: they are new. */
  readonly acquisitions: Map<string, KeptAcquisition | null>;
  readonly leases: Map<string, KeptLease | null>;
  /** Performances with more places than before. */
  readonly freed: Set<string>;
}

export function noChanges(): Changes {
  return { events: [], acquisitions: new Map(), leases: new Map(), freed: new Set() };
}

/** One key for two ids. */
export function pair(one: string, other: string): string {
  return `${one} ${other}`;
}

/** The two ids of a key. */
export function parts(key: string): readonly [string, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

/** Keeps an acquisition's row, and what it was before these changes. */
export function noteAcquisition(facts: Facts, changes: Changes, row: KeptAcquisition): void {
  if (!changes.acquisitions.has(row.id)) changes.acquisitions.set(row.id, facts.acquisitions.get(row.id) ?? null);
  knowAcquisition(facts, row);
}

/** Keeps a lease's counters, and what they were before these changes. */
export function noteLease({ leases }: Facts, changes: Changes, key: string, lease: KeptLease): void {
  if (!changes.leases.has(key)) changes.leases.set(key, leases.get(key) ?? null);
  leases.set(key, lease);
}

/** Takes a row into the facts. */
export function knowAcquisition({ acquisitions, visits }: Facts, row: KeptAcquisition): void {
  acquisitions.set(row.id, row);
  addTo(visits, pair(row.performanceId, row.code), row.id);
}

/** Takes an event of an acquisition into the facts. */
export function knowHeld({ held, kin }: Facts, one: HeldEvent): void {
  const { event } = one;
  const key = pair(event.performanceId, event.acquisitionId);
  const before = held.get(key);
  if (before === undefined) held.set(key, [one]);
  else before.push(one);
  if (event.type !== 'voided' || event.heirId === undefined) return;
  addTo(kin, key, event.heirId);
  addTo(kin, pair(event.performanceId, event.heirId), event.acquisitionId);
}

/** Every event that has arrived of acquisitions, and of all that share places with them. */
export function heldBy({ held, kin }: Facts, performanceId: string, acquisitionIds: readonly string[]): HeldEvent[] {
  // A set that grows while it is gone through: kin of kin too.
  const family = new Set(acquisitionIds);
  for (const id of family) for (const other of kin.get(pair(performanceId, id)) ?? []) family.add(other);
  return [...family].flatMap((id) => held.get(pair(performanceId, id)) ?? []);
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const before = map.get(key);
  if (before === undefined) map.set(key, new Set([value]));
  else before.add(value);
}
