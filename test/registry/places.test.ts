/** Places that events took and freed, and who counts against a cap: without a database (CAP-8, CAP-9, CARD-5). */
import { expect, test } from 'vitest';
import { rowsOf } from '../../src-registry/services/delivery/acquisition-row.ts';
import { unbackedUnits, type CountedAcquisition } from '../../src-registry/services/delivery/count-holders.ts';
import { differenceOf, familiesOf, type HeldEvent } from '../../src-registry/services/delivery/places.ts';
import type { AcquisitionEvent, EventOf } from '../../src-shared/acquisition/event.ts';

let sequence = 0;

/** An event; ids rise as they are made. `deskId` is the epoch's name without its number. */
function held<Type extends AcquisitionEvent['type']>(
  type: Type,
  epoch: string,
  acquisitionId: string,
  rest: Partial<EventOf<Type>>,
): HeldEvent {
  sequence += 1;
  const event = { type, id: String(sequence).padStart(6, '0'), epoch, sequence, acquisitionId, at: '', ...rest };
  return { event: event as unknown as AcquisitionEvent, deskId: epoch.replace(/\d$/, '') };
}

function placesIn(...events: HeldEvent[]): Record<string, number[]> {
  return Object.fromEntries(
    familiesOf(events)
      .flatMap(({ places }) => [...places])
      .filter(([, { taken }]) => taken > 0)
      .map(([epoch, { taken, freed, pooled }]) => [epoch, [taken, freed, pooled]]),
  );
}

const sold = (units: number, epoch = 'a1', id = 'x'): HeldEvent => held('redeemed', epoch, id, { units, children: 0 });
const freed = (units: number, epoch = 'a1', id = 'x'): HeldEvent =>
  held('voided', epoch, id, { units, placeTo: 'epoch' });
const pooled = (units: number, epoch: string): HeldEvent => held('voided', epoch, 'x', { units, placeTo: 'pool' });

test('CAP-9: a place is freed once, however often that is said, and never more of it than was taken', () => {
  expect(placesIn(sold(2), freed(2), freed(2))).toEqual({ a1: [2, 2, 0] });
  expect(placesIn(sold(1), freed(5))).toEqual({ a1: [1, 1, 0] });
  expect(placesIn(freed(1))).toEqual({});
});

test('CAP-9: only the epoch that took a place frees it to a balance', () => {
  expect(placesIn(sold(1), freed(1, 'a2'), freed(1, 'b1'))).toEqual({ a1: [1, 0, 0] });
});

test('CAP-9: to the pool it goes by its own desk’s word, before any balance', () => {
  expect(placesIn(sold(1), pooled(1, 'b1'))).toEqual({ a1: [1, 0, 0] });
  expect(placesIn(sold(1), pooled(1, 'a2'), pooled(1, 'a3'))).toEqual({ a1: [1, 0, 1] });
  expect(placesIn(sold(1), freed(1), pooled(1, 'a2'))).toEqual({ a1: [1, 0, 1] });
  const corrected = held('children-corrected', 'a1', 'x', { children: 0, unitsChange: -1 });
  expect(placesIn(sold(3), corrected, pooled(2, 'a2'))).toEqual({ a1: [3, 1, 2] });
});

test('CARD-5: heirs share places; of two wills the older counts, and what closes a circle does not', () => {
  const will = (id: string, heirId: string) => held('voided', 'a1', id, { units: 1, placeTo: 'heir', heirId });
  const events = [sold(1, 'a1', 'x'), sold(0, 'a1', 'y'), sold(0, 'a1', 'z')];
  const chain = familiesOf([...events, will('x', 'y'), will('x', 'z'), will('y', 'z'), will('z', 'x')]);
  expect(chain).toMatchObject([{ keeper: 'z' }]);
  expect(chain.flatMap(rowsOf).map(({ id, leasedUnits }) => [id, leasedUnits])).toEqual([
    ['x', 0],
    ['y', 0],
    ['z', 1],
  ]);
  const freedByHeir = familiesOf([...events, will('x', 'y'), freed(1, 'a1', 'y')]);
  expect(differenceOf(familiesOf(events), freedByHeir)).toEqual(new Map([['a1', { taken: 0, freed: 1, pooled: 0 }]]));
});

const ONE: CountedAcquisition = {
  id: '1',
  code: 'A045198723',
  cardKind: 'personal',
  stands: true,
  children: 2,
  leasedUnits: 0,
};

test.each([
  ['no cap', null, ONE, 0],
  ['a cap of holders', { limit: 9, counts: 'adults' }, ONE, 1],
  ['a cap of tickets', { limit: 9, counts: 'all-tickets' }, ONE, 3],
  ['a place of its own', { limit: 9, counts: 'adults' }, { ...ONE, leasedUnits: 1 }, 0],
  ['places for some of them', { limit: 9, counts: 'all-tickets' }, { ...ONE, leasedUnits: 1 }, 2],
  ['nothing that stands', { limit: 9, counts: 'adults' }, { ...ONE, stands: false }, 0],
] as const)('CAP-8: with %s', (_name, cap, acquisition, beyond) => {
  expect(unbackedUnits({ kind: 'performance', cap }, [acquisition]).get('1')).toBe(beyond);
});

test('CARD-5: at a day admission with a cap of holders one visit of a personal card counts, of a community card each', () => {
  const day = { kind: 'day-admission', cap: { limit: 9, counts: 'adults' } } as const;
  const beyond = (...visits: CountedAcquisition[]) => Object.fromEntries(unbackedUnits(day, visits));
  const two = { ...ONE, id: '2' };
  expect(beyond(two, ONE)).toEqual({ '1': 1, '2': 0 });
  expect(beyond({ ...ONE, stands: false, leasedUnits: 1 }, two)).toEqual({ '1': 0, '2': 1 });
  expect(beyond(ONE, { ...two, leasedUnits: 1 })).toEqual({ '1': 0, '2': 0 });
  expect(beyond(ONE, { ...two, code: 'A100000001' })).toEqual({ '1': 1, '2': 1 });
  const community = { cardKind: 'community' } as const;
  expect(beyond({ ...ONE, ...community }, { ...two, ...community })).toEqual({ '1': 1, '2': 1 });
});
