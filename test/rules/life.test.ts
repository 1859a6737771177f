/** SALE-7, CHILD-3, CARD-8, CAP-9: the life of an acquisition, from its events in any order. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AcquisitionEvent } from '../../src-shared/acquisition/event.ts';
import { counterEffect, lifeOf, STATES } from '../../src-shared/acquisition/life.ts';
import { event, idOf } from './events.ts';

const SEED = 20_260_303;

const reserved = event('reserved', { children: 2, cardSeen: false }, 1);
const redeemed = event('redeemed', { children: 1, units: 0 }, 3);
const attended = event('attended', {}, 5);
const lapsed = event('lapsed', {}, 4);
const reservationVoided = event('voided', { stage: 'reserved' }, 2);
const ticketVoided = event('voided', { stage: 'redeemed' }, 6);
const comingInVoided = event('voided', { stage: 'attended' }, 7);
const voidedOfOld = event('voided', {}, 8);

function stateOf(...events: AcquisitionEvent[]): string {
  const life = lifeOf(events);
  return life === null ? 'none' : `${life.state}${life.reservationGone ? ', reservation gone' : ''}`;
}

describe('SALE-7: stages', () => {
  test.each<[string, AcquisitionEvent[]]>([
    ['none', []],
    ['none', [attended, lapsed, ticketVoided, reservationVoided]],
    ['reserved', [reserved]],
    ['redeemed', [redeemed]],
    ['redeemed', [reserved, redeemed]],
    ['attended', [reserved, redeemed, attended]],
    ['attended', [redeemed, attended]],
    ['reserved', [reserved, attended]],
    ['lapsed', [reserved, lapsed]],
    ['voided', [reserved, reservationVoided]],
    ['voided', [reserved, voidedOfOld]],
    ['voided', [reserved, redeemed, ticketVoided]],
    ['voided', [reserved, redeemed, attended, comingInVoided]],
    ['voided', [redeemed, voidedOfOld]],
    ['redeemed, reservation gone', [reserved, redeemed, lapsed]],
    ['redeemed, reservation gone', [reserved, redeemed, reservationVoided]],
    ['attended, reservation gone', [reserved, redeemed, attended, lapsed]],
    ['voided, reservation gone', [reserved, redeemed, lapsed, ticketVoided]],
    ['lapsed', [reserved, lapsed, reservationVoided]],
    ['reserved', [reserved, event('released', {}, 9)]],
  ])('SALE-7: %s', (state, events) => {
    expect(stateOf(...events)).toBe(state);
    expect(stateOf(...events.toReversed())).toBe(state);
  });

  test('SALE-7: all states are among those told to the registry', () => {
    expect(STATES).toEqual(['reserved', 'redeemed', 'attended', 'voided', 'lapsed']);
  });

  test('SALE-7: the times of each stage are kept', () => {
    expect(lifeOf([ticketVoided, attended, redeemed, reserved])).toEqual({
      state: 'voided',
      children: 1,
      cardSeen: true,
      lapsesAt: reserved.lapsesAt,
      reservationGone: false,
      reservedAt: reserved.at,
      redeemedAt: redeemed.at,
      attendedAt: attended.at,
      endedAt: ticketVoided.at,
    });
    expect(lifeOf([redeemed])).toEqual({
      state: 'redeemed',
      children: 1,
      cardSeen: true,
      lapsesAt: null,
      reservationGone: false,
      reservedAt: null,
      redeemedAt: redeemed.at,
      attendedAt: null,
      endedAt: null,
    });
    expect(lifeOf([lapsed, reserved])?.endedAt).toBe(lapsed.at);
    expect(lifeOf([reserved, redeemed, lapsed])?.endedAt).toBeNull();
  });

  test('SALE-7: of two of a kind the first counts, by their ids', () => {
    const [one, other] = [event('redeemed', { children: 0 }, 10), event('redeemed', { children: 3 }, 11)];
    expect(lifeOf([other, one])).toMatchObject({ redeemedAt: one.at, children: 0 });
    const [first, second] = [event('voided', {}, 20), event('voided', {}, 21)];
    expect(lifeOf([redeemed, second, first])?.endedAt).toBe(first.at);
    const [early, late] = [event('voided', { stage: 'reserved' }, 20), event('voided', { stage: 'reserved' }, 21)];
    expect(lifeOf([late, reserved, early])?.endedAt).toBe(early.at);
  });

  test('CARD-8: a reservation by telephone is “card not seen” until it is redeemed', () => {
    expect(lifeOf([reserved])?.cardSeen).toBe(false);
    expect(lifeOf([event('reserved', { cardSeen: true })])?.cardSeen).toBe(true);
    expect(lifeOf([reserved, redeemed])?.cardSeen).toBe(true);
  });
});

describe('CHILD-3: the number of children', () => {
  const corrected = (children: number, number: number) => event('children-corrected', { children }, number);

  test('CHILD-3: as reserved, as handed over, as last corrected', () => {
    expect(lifeOf([reserved])?.children).toBe(2);
    expect(lifeOf([reserved, redeemed])?.children).toBe(1);
    expect(lifeOf([reserved, corrected(4, 2)])?.children).toBe(4);
    expect(lifeOf([reserved, corrected(5, 9), corrected(4, 2), redeemed])?.children).toBe(5);
    expect(lifeOf([redeemed, corrected(0, 4)])?.children).toBe(0);
  });

  test('CHILD-3: a correction of the reservation gives way to the number that the ticket was handed over for', () => {
    expect(lifeOf([reserved, corrected(4, 2), redeemed])?.children).toBe(1);
    expect(lifeOf([event('reserved', { children: 2 }, 3), corrected(4, 2)])?.children).toBe(4);
    // Without a reservation there is nothing that a correction could be of but the ticket, whatever the clocks said.
    expect(lifeOf([redeemed, corrected(4, 2)])?.children).toBe(4);
  });
});

describe('CAP-9: what an event does to the counters of its epoch', () => {
  test.each<[AcquisitionEvent, number, number]>([
    [event('reserved', { units: 3 }), 3, 0],
    [event('redeemed', { units: 2 }), 2, 0],
    [event('redeemed', { units: 0 }), 0, 0],
    [event('attended'), 0, 0],
    [event('children-corrected', { unitsChange: 2 }), 2, 0],
    [event('children-corrected', { unitsChange: -2 }), 0, 2],
    [event('children-corrected', { unitsChange: 0 }), 0, 0],
    [event('voided', { units: 2, placeTo: 'epoch' }), 0, 2],
    [event('voided', { units: 2, placeTo: 'pool' }), 0, 0],
    [event('voided', { units: 0, placeTo: 'seller' }), 0, 0],
    [event('voided', { units: 2, placeTo: 'heir' }), 0, 0],
    [event('lapsed', { units: 2, placeTo: 'epoch' }), 0, 2],
    [event('lapsed', { units: 2, placeTo: 'pool' }), 0, 0],
    [event('released', { units: 2, placeTo: 'epoch' }), 0, 2],
    [event('released', { units: 2, placeTo: 'pool' }), 0, 0],
  ])('CAP-9: $0.type of $0.units to $0.placeTo', (given, consumed, released) => {
    expect(counterEffect(given)).toEqual({ consumed, released });
  });
});

describe('SALE-7: order', () => {
  const any = fc.uniqueArray(
    fc.record({
      type: fc.constantFrom(
        'reserved' as const,
        'redeemed' as const,
        'attended' as const,
        'children-corrected' as const,
        'voided' as const,
        'lapsed' as const,
        'released' as const,
      ),
      stage: fc.constantFrom('reserved' as const, 'redeemed' as const, 'attended' as const, undefined),
      children: fc.nat(4),
      number: fc.integer({ min: 1, max: 60 }),
    }),
    { selector: ({ number }) => number, maxLength: 10 },
  );

  test('CHILD-3: within an epoch the sequence counts, also where the clock was set back and ids fell', () => {
    const told = [
      event('redeemed', { children: 2, id: idOf(900) }, 1),
      event('children-corrected', { children: 1, id: idOf(20) }, 2),
      event('children-corrected', { children: 0, id: idOf(10) }, 3),
    ];
    expect(lifeOf(told)?.children).toBe(0);
    expect(lifeOf(told.toReversed())?.children).toBe(0);
    const held = event('reserved', { children: 3, id: idOf(950) }, 1);
    const handedOver = event('redeemed', { children: 2, id: idOf(20) }, 2);
    const corrected = event('children-corrected', { children: 1, id: idOf(10) }, 3);
    expect(lifeOf([corrected, handedOver, held])?.children).toBe(1);
    // Of another epoch, whose ids are its own: later by its id.
    const elsewhere = event('children-corrected', { children: 5, id: idOf(951), epoch: idOf(1) }, 1);
    expect(lifeOf([corrected, handedOver, held, elsewhere])?.children).toBe(5);
    const before = event('children-corrected', { children: 5, id: idOf(949), epoch: idOf(1) }, 9);
    expect(lifeOf([corrected, handedOver, held, before])?.children).toBe(1);
  });

  test('SALE-7: any order of the same events gives the same life', () => {
    expect.hasAssertions();
    const shuffled = any.chain((all) => {
      const events = all.map(({ type, stage, children, number }) => {
        const given =
          type === 'voided' ? (stage === undefined ? {} : { stage }) : 'children' in event(type) ? { children } : {};
        return event(type, given, number) as AcquisitionEvent;
      });
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
    });
    fc.assert(
      fc.property(shuffled, ([events, others]) => {
        const life = lifeOf(events);
        expect(lifeOf(others)).toEqual(life);
        const began = events.some(({ type }) => type === 'reserved' || type === 'redeemed');
        expect(life !== null).toBe(began);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});
