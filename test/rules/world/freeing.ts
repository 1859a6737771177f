/** How a desk frees places, each once: taken back, lapsed, or taken back elsewhere (CAP-9). */
import type { SaleFacts } from '../../../src-shared/acquisition/sale-facts.ts';
import { lifeOf } from '../../../src-shared/acquisition/life.ts';
import { balance } from '../../../src-shared/cap/lease.ts';
import { isDayAdmission, lapsesFrom } from '../../../src-shared/performance/performance.ts';
import { append, change, countersOf, earlierOf, knownOf, ownEvents, type Desk, type Moment } from './desk.ts';

/** Only the epoch that took a place releases it to its own balance; of one that is over it goes to the pool. */
function ownWay(desk: Desk, epoch: string): 'epoch' | 'pool' {
  return epoch === desk.epoch ? 'epoch' : 'pool';
}

/** Takes an acquisition back that this desk knows of. */
export function takeBack(desk: Desk, moment: Moment, card: number, which: number): void {
  const standing = earlierOf(desk, card);
  const taken = standing[which % Math.max(1, standing.length)];
  if (taken === undefined) return;
  const { acquisitionId, state } = taken;
  const stage = state as 'reserved' | 'redeemed' | 'attended';
  const place = desk.places.get(acquisitionId);
  if (place === undefined || place.units === 0) {
    append(desk, moment, 'voided', {
      acquisitionId,
      stage,
      units: 0,
      placeTo: place === undefined ? 'seller' : 'epoch',
    });
    return;
  }
  const { units } = place;
  const heir = heirOf(desk, moment, standing, acquisitionId);
  place.units = 0;
  if (heir === null) {
    append(desk, moment, 'voided', { acquisitionId, stage, units, placeTo: ownWay(desk, place.epoch) });
    return;
  }
  append(desk, moment, 'voided', { acquisitionId, stage, units, placeTo: 'heir', heirId: heir });
  desk.places.set(heir, { epoch: place.epoch, units });
}

/** CARD-5: at a day admission with a cap of holders, the oldest other visit of the holder in this desk's ledger. */
function heirOf(desk: Desk, { performance }: Moment, standing: SaleFacts['earlier'], besides: string): string | null {
  if (!isDayAdmission(performance) || performance.cap?.counts !== 'adults') return null;
  const heir = standing.find(
    ({ acquisitionId }) => acquisitionId !== besides && desk.places.get(acquisitionId)?.units === 0,
  );
  return heir?.acquisitionId ?? null;
}

/** The beat of a desk: its reservations that have lapsed, and its places that were freed elsewhere. */
export function beat(desk: Desk, moment: Moment): void {
  for (const [acquisitionId, place] of desk.places) {
    const life = lifeOf(ownEvents(desk, acquisitionId));
    const heard = desk.heard.find((use) => use.acquisitionId === acquisitionId)?.life ?? null;
    const isMine = life !== null && life.state !== 'voided' && life.state !== 'lapsed';
    if (isMine && heard?.state === 'voided' && place.units > 0) {
      append(desk, moment, 'released', { acquisitionId, units: place.units, placeTo: ownWay(desk, place.epoch) });
      place.units = 0;
    } else if (mayLapse(desk, moment, acquisitionId)) {
      append(desk, moment, 'lapsed', { acquisitionId, units: place.units, placeTo: ownWay(desk, place.epoch) });
      place.units = 0;
    }
  }
}

/** At once where the registry has not got the reservation; else only when the feed was read to its end after it. */
function mayLapse(desk: Desk, { now, performance }: Moment, acquisitionId: string): boolean {
  if (knownOf(desk, acquisitionId)?.state !== 'reserved' || now < lapsesFrom(performance)) return false;
  const isDelivered = [...desk.ledgers].some(([epoch, ledger]) =>
    ledger
      .slice(0, desk.delivered.get(epoch))
      .some(({ event }) => event.type === 'reserved' && event.acquisitionId === acquisitionId),
  );
  return !isDelivered || desk.heardAt >= lapsesFrom(performance);
}

/** Gives places back that are not sold; the counters are absolute. */
export function giveBack(desk: Desk, moment: Moment, most: number): void {
  const counters = countersOf(desk, desk.epoch);
  const given = Math.min(most, balance(counters));
  if (given <= 0) return;
  const returned = counters.returned + given;
  change(desk, desk.epoch, { returned });
  const ledger = desk.ledgers.get(desk.epoch) ?? [];
  const id = `give-back ${moment.nextNumber(desk)}`;
  const event = { type: 'gave-back', id, epoch: desk.epoch, sequence: ledger.length + 1, returned } as const;
  ledger.push({ event, desk: desk.number, card: null });
}
