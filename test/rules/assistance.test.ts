/** ASSIST-1: assistants, interpreters, guides and support persons; SALE-5 for their fee. */
import { describe, expect, test } from 'vitest';
import { decideAssistance } from '../../src-shared/acquisition/assistance.ts';
import { ledgerEventSchema } from '../../src-shared/acquisition/event.ts';
import { CAPPED, DAY_ADMISSION, EVENING } from '../unit/sale-facts.ts';
import { event } from './events.ts';

type Facts = Parameters<typeof decideAssistance>[0];

function judged(otherwise: Partial<Facts> = {}) {
  const now = Date.parse('2026-11-20T10:00:00.000Z');
  return decideAssistance({ now, kind: 'assistant', count: 1, performance: EVENING, ...otherwise });
}

const withoutSupport = { ...EVENING, organiser: { ...EVENING.organiser, supportPersons: false } };

describe('ASSIST-1: free, for any customer, without a card', () => {
  test('ASSIST-1: accepted with nothing but the reminder of a seat of their own', () => {
    const seat = { code: 'assistance.seat', severity: 'note', parameters: {} };
    expect(judged()).toEqual({ outcome: 'accept', reasons: [seat] });
    expect(judged({ kind: 'support-person' })).toEqual({ outcome: 'accept', reasons: [seat] });
  });

  test('ASSIST-1: a cap does not matter, and no unit of it is taken', () => {
    expect(judged({ performance: { ...CAPPED, cap: { limit: 0, counts: 'all-tickets' } } }).outcome).toBe('accept');
    const assisted = { ...event('assisted', { kind: 'assistant', count: 2 }), units: 1 };
    expect(ledgerEventSchema.safeParse(assisted).success).toBe(false);
  });

  test('ASSIST-1: support persons where the organiser admits them; assistants always', () => {
    expect(judged({ kind: 'support-person', performance: withoutSupport })).toMatchObject({
      outcome: 'refuse',
      reasons: [{ code: 'assistance.support-persons-off' }, { code: 'assistance.seat' }],
    });
    expect(judged({ kind: 'assistant', performance: withoutSupport }).outcome).toBe('accept');
  });

  test('ASSIST-1, CAP-7: a full house has no seat for an assistant either; nor has a performance that is over', () => {
    expect(judged({ performance: { ...EVENING, soldOut: true } }).reasons[0]?.code).toBe('performance.sold-out');
    const end = Date.parse('2026-11-20T19:30:00.000Z');
    expect(judged({ now: end - 1 }).outcome).toBe('accept');
    expect(judged({ now: end })).toMatchObject({ outcome: 'refuse', reasons: [{ code: 'performance.over' }, {}] });
    const dayEnds = Date.parse('2026-11-20T22:00:00.000Z');
    expect(judged({ performance: DAY_ADMISSION, now: dayEnds - 1 }).outcome).toBe('accept');
    expect(judged({ performance: DAY_ADMISSION, now: dayEnds }).outcome).toBe('refuse');
  });

  test('ASSIST-1, SALE-7: what does not take place is for no assistant either', () => {
    expect(judged({ performance: { ...EVENING, cancelled: true } })).toMatchObject({
      outcome: 'refuse',
      reasons: [{ code: 'performance.cancelled' }, { code: 'assistance.seat' }],
    });
  });

  test('SALE-5: a service fee is due for an assistant’s ticket too', () => {
    expect(judged({ count: 3, performance: { ...EVENING, feeCents: 250 } }).reasons).toContainEqual({
      code: 'fee.due',
      severity: 'note',
      parameters: { cents: 250, tickets: 3 },
    });
  });

  test('ASSIST-1: nobody is asked why, or for a card: the event has no field for either', () => {
    const assisted = event('assisted', { kind: 'support-person', count: 1 });
    expect(ledgerEventSchema.safeParse(assisted).success).toBe(true);
    const accepted = ['why', 'disability', 'cardKey', 'acquisitionId', 'name'].filter(
      (field) => ledgerEventSchema.safeParse({ ...assisted, [field]: 'x' }).success,
    );
    expect(accepted).toEqual([]);
  });
});
