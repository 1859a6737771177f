/** A desk as pure as the rules: its ledger, its lease, what it has heard; it records only what `decide` accepts. */
import { decide } from '../../../src-shared/acquisition/decide.ts';
import type { EarlierUse, SaleFacts } from '../../../src-shared/acquisition/sale-facts.ts';
import type { AcquisitionEvent, EventOf } from '../../../src-shared/acquisition/event.ts';
import { counterEffect, lifeOf, type AcquisitionState, type Life } from '../../../src-shared/acquisition/life.ts';
import { balance, NO_LEASE, unitsOf, type LeaseCounters } from '../../../src-shared/cap/lease.ts';
import { lapsesFrom, type Performance } from '../../../src-shared/performance/performance.ts';
import { facts } from '../../unit/sale-facts.ts';
import { event } from '../events.ts';
import type { Delivered, Use } from './registry.ts';

/** An acquisition whose place this desk took, and how many units of it are not given back yet. */
export interface Place {
  readonly epoch: string;
  units: number;
}

export interface Desk {
  readonly number: number;
  /** This desk's clock runs ahead of the others by so many steps. */
  readonly ahead: number;
  epoch: string;
  readonly ledgers: Map<string, Delivered[]>;
  readonly leases: Map<string, LeaseCounters>;
  /** How many events of each epoch the registry has. */
  readonly delivered: Map<string, number>;
  readonly places: Map<string, Place>;
  heard: readonly Use[];
  /** When the uses feed was last read to its end. */
  heardAt: number;
}

/** What a desk needs to act: the present instant, ids that are used up, the performance. */
export interface Moment {
  readonly now: number;
  readonly performance: Performance;
  nextNumber(desk: Desk): number;
}

export function createDesk(number: number, ahead: number): Desk {
  const desk: Desk = {
    number,
    ahead,
    epoch: '',
    ledgers: new Map(),
    leases: new Map(),
    delivered: new Map(),
    places: new Map(),
    heard: [],
    heardAt: 0,
  };
  startEpoch(desk);
  return desk;
}

/** The epoch before is over: its lease sells nothing any more (ARCHITECTURE, decision 3). */
export function startEpoch(desk: Desk): void {
  desk.epoch = `epoch ${desk.ledgers.size} of desk ${desk.number}`;
  desk.ledgers.set(desk.epoch, []);
  desk.leases.set(desk.epoch, NO_LEASE);
  desk.delivered.set(desk.epoch, 0);
}

export function countersOf(desk: Desk, epoch: string): LeaseCounters {
  return desk.leases.get(epoch) ?? NO_LEASE;
}

export function change(desk: Desk, epoch: string, changed: Partial<LeaseCounters>): void {
  desk.leases.set(epoch, { ...countersOf(desk, epoch), ...changed });
}

/** Appends an event and counts it, in one step. */
export function append<Type extends AcquisitionEvent['type']>(
  desk: Desk,
  moment: Moment,
  type: Type,
  otherwise: Partial<EventOf<Type>>,
  card: number | null = null,
): EventOf<Type> {
  const ledger = desk.ledgers.get(desk.epoch) ?? [];
  const link = { epoch: desk.epoch, sequence: ledger.length + 1, at: new Date(moment.now).toISOString() };
  const made = event(type, { ...otherwise, ...link } as Partial<EventOf<Type>>, moment.nextNumber(desk));
  ledger.push({ event: made as unknown as AcquisitionEvent, desk: desk.number, card });
  const { consumed, released } = counterEffect(made as unknown as AcquisitionEvent);
  const before = countersOf(desk, desk.epoch);
  change(desk, desk.epoch, { consumed: before.consumed + consumed, released: before.released + released });
  return made;
}

export function ownEvents(desk: Desk, acquisitionId: string): AcquisitionEvent[] {
  return [...desk.ledgers.values()]
    .flat()
    .map(({ event: each }) => each)
    .filter((each): each is AcquisitionEvent => 'acquisitionId' in each && each.acquisitionId === acquisitionId);
}

/** What the desk knows of an acquisition: its own word and what it has heard; null too where it took the ticket back. */
export function knownOf(desk: Desk, acquisitionId: string): { state: AcquisitionState; children: number } | null {
  const events = ownEvents(desk, acquisitionId);
  const own = lifeOf(events);
  const heard = desk.heard.find((use) => use.acquisitionId === acquisitionId)?.life ?? null;
  const told = [own, heard].filter((life) => life !== null);
  if (events.some((each) => each.type === 'voided' && each.stage !== 'reserved')) return null;
  const isTicketVoided = ({ state, redeemedAt }: Life) => state === 'voided' && redeemedAt !== null;
  const life =
    told.find(isTicketVoided) ??
    told.find(({ state }) => state === 'attended') ??
    told.find(({ state }) => state === 'redeemed') ??
    told.find(({ state }) => state !== 'reserved') ??
    told[0];
  return life === undefined ? null : { state: life.state, children: (own ?? life).children };
}

/** All acquisitions that a desk knows of with a card, oldest first. */
export function earlierOf(desk: Desk, card: number): EarlierUse[] {
  const own = [...desk.ledgers.values()]
    .flat()
    .filter((each) => each.card === card)
    .map(({ event: each }) => (each as AcquisitionEvent).acquisitionId);
  const heard = desk.heard.filter((use) => use.card === card).map(({ acquisitionId }) => acquisitionId);
  return [...new Set([...own, ...heard])].toSorted().flatMap((acquisitionId) => {
    const known = knownOf(desk, acquisitionId);
    if (known === null || known.state === 'voided' || known.state === 'lapsed') return [];
    const place = desk.places.get(acquisitionId);
    const life = lifeOf(ownEvents(desk, acquisitionId));
    const use = desk.heard.find((each) => each.acquisitionId === acquisitionId);
    return [
      {
        acquisitionId,
        state: known.state,
        at: new Date(0).toISOString(),
        deskName: 'a desk',
        delivered: use !== undefined,
        here: place?.epoch === desk.epoch,
        children: known.children,
        units: place?.units ?? 0,
        lapsesAt: life?.lapsesAt ?? use?.life.lapsesAt ?? null,
      },
    ];
  });
}

/** Scans a card at a stage and records what is accepted; gives what `decide` said. */
export function scan(
  desk: Desk,
  moment: Moment,
  { stage, card, children }: { stage: SaleFacts['stage']; card: number; children: number },
) {
  const { performance, now } = moment;
  const left = balance(countersOf(desk, desk.epoch));
  const earlier = earlierOf(desk, card);
  const lease = { balance: left, registryHasMore: false, left };
  const verdict = decide(facts({ now, stage, performance, lease, earlier, children }));
  if (verdict.outcome === 'refuse') return { verdict, earlier };
  const acquisitionId = verdict.acquisitionId ?? `acquisition ${moment.nextNumber(desk).toString().padStart(9, '0')}`;
  const { units } = verdict;
  const place = desk.places.get(acquisitionId);
  if (stage === 'attend') {
    append(desk, moment, 'attended', { acquisitionId });
  } else if (verdict.acquisitionId !== null) {
    if (units > 0 && place !== undefined) {
      append(desk, moment, 'children-corrected', { acquisitionId, children, unitsChange: units });
      place.units += units;
    }
    append(desk, moment, 'redeemed', { acquisitionId, children, units: 0 }, card);
  } else {
    desk.places.set(acquisitionId, { epoch: desk.epoch, units });
    const lapsesAt = new Date(lapsesFrom(performance)).toISOString();
    if (stage === 'reserve') append(desk, moment, 'reserved', { acquisitionId, children, units, lapsesAt }, card);
    else append(desk, moment, 'redeemed', { acquisitionId, children, units }, card);
  }
  return { verdict, earlier };
}

/** CHILD-3: only where the place is from the current epoch, and the lease has room. */
export function correct(desk: Desk, moment: Moment, acquisitionId: string, children: number): void {
  const place = desk.places.get(acquisitionId);
  const known = knownOf(desk, acquisitionId);
  if (place?.epoch !== desk.epoch || place.units === 0 || known === null) return;
  if (known.state === 'voided' || known.state === 'lapsed') return;
  const { cap } = moment.performance;
  const unitsChange = unitsOf(cap, children) - unitsOf(cap, known.children);
  if (unitsChange > balance(countersOf(desk, desk.epoch))) return;
  append(desk, moment, 'children-corrected', { acquisitionId, children, unitsChange });
  place.units += unitsChange;
}
