/** The schemas of the rules refuse what is not whole: every field is wanted, of its kind, and none is added. */
import { describe, expect, test } from 'vitest';
import {
  ASSISTANCE_KINDS,
  EVENT_TYPES,
  ledgerEventSchema,
  VOID_WHYS,
  type LedgerEvent,
} from '../../src-shared/acquisition/event.ts';
import { groundSchema } from '../../src-shared/acquisition/grounds.ts';
import { outcomeSchema, STAGES, stageSchema, verdictSchema } from '../../src-shared/acquisition/verdict.ts';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { leaseCountersSchema } from '../../src-shared/cap/lease.ts';
import { ORGANISER_TYPES, performanceSchema } from '../../src-shared/performance/performance.ts';
import { CAPPED, EVENING, EXCLUDED, facts } from '../unit/sale-facts.ts';
import { event, HASH } from './events.ts';

const MAY_BE_LEFT_OUT = new Set(['feeCents', 'heirId', 'why', 'stage']);

/** Fields of a value that it could do without, other than those that may be left out. */
function dispensable(schema: { safeParse(value: unknown): { success: boolean } }, value: object): string[] {
  return Object.keys(value).filter((field) => {
    if (MAY_BE_LEFT_OUT.has(field)) return false;
    const { [field as never]: _, ...rest } = value;
    return schema.safeParse(rest).success;
  });
}

/** What nothing may be: neither text nor number nor list nor yes or no. */
const NOTHING_OF_OURS = { $: Symbol.iterator };

function accepts(value: object, changed: object): boolean {
  return ledgerEventSchema.safeParse({ ...value, ...changed }).success;
}

describe('events of the ledger', () => {
  const all = EVENT_TYPES.map((type) => [type, event(type)] as [LedgerEvent['type'], LedgerEvent]);

  test('USE-1: the types of events are these, in this order', () => {
    expect(EVENT_TYPES).toEqual([
      'reserved',
      'redeemed',
      'attended',
      'children-corrected',
      'voided',
      'lapsed',
      'released',
      'assisted',
      'assistance-voided',
      'sold-out-set',
      'gave-back',
      'refused',
    ]);
  });

  test.each(all)('%s is whole as it is, wants each of its fields and takes no other', (_, given) => {
    expect(ledgerEventSchema.parse(given)).toEqual(given);
    expect(dispensable(ledgerEventSchema, given)).toEqual([]);
    expect(accepts(given, { code: 'A045198723' })).toBe(false);
    const indifferent = Object.keys(given).filter((field) => accepts(given, { [field]: NOTHING_OF_OURS }));
    expect(indifferent).toEqual([]);
  });

  test('DATA-2: every event names the epoch of a desk, and so the site that answers for it', () => {
    expect(all.filter(([, given]) => accepts(given, { epoch: undefined }))).toEqual([]);
  });

  test('each field is of its kind', () => {
    const ticket = event('redeemed');
    const wrong: object[] = [
      { id: 'x' },
      { epoch: 'x' },
      { sequence: 0 },
      { sequence: 1.5 },
      { at: '2026-11-20' },
      { at: '2026-11-20T10:00:00+02:00' },
      { performanceId: 'x' },
      { previousHash: HASH.slice(1) },
      { hash: `${HASH}0` },
      { cardKey: 'A'.repeat(32) },
      { keyGeneration: 0 },
      { sealedHash: 'x' },
      { children: -1 },
      { units: -1 },
      { despite: ['none'] },
      { feeCents: -1 },
      { feeCents: undefined },
    ];
    expect(wrong.filter((each) => accepts(ticket, each))).toEqual([]);
    expect(accepts(ticket, { feeCents: 150, despite: ['cache.stale'] })).toBe(true);
  });

  test('CAP-9: where a place goes is one of its ways, and no other', () => {
    const ways = (type: 'voided' | 'lapsed' | 'released') =>
      ['epoch', 'pool', 'seller', 'heir', 'nobody', ''].filter((placeTo) => accepts(event(type), { placeTo }));
    expect(ways('voided')).toEqual(['epoch', 'pool', 'seller', 'heir']);
    expect(ways('lapsed')).toEqual(['epoch', 'pool']);
    expect(ways('released')).toEqual(['epoch', 'pool']);
  });

  test('SALE-7: a void says why, and which stage it took back', () => {
    const given = event('voided');
    expect(VOID_WHYS.filter((why) => !accepts(given, { why }))).toEqual([]);
    expect(VOID_WHYS).toEqual(['mistake', 'customer', 'cancelled']);
    expect(['reserved', 'redeemed', 'attended'].filter((stage) => !accepts(given, { stage }))).toEqual([]);
    expect(accepts(given, { why: 'income' })).toBe(false);
    expect(accepts(given, { stage: 'lapsed' })).toBe(false);
    expect(accepts(given, { heirId: 'x' })).toBe(false);
  });

  test('ASSIST-1: from one assistant to twenty, of two kinds', () => {
    const given = event('assisted');
    expect([0, 1, 20, 21, 1.5].filter((count) => accepts(given, { count }))).toEqual([1, 20]);
    expect(ASSISTANCE_KINDS.filter((kind) => !accepts(given, { kind }))).toEqual([]);
    expect(accepts(given, { kind: 'child' })).toBe(false);
    expect(accepts(given, { feeCents: 100 })).toBe(true);
  });

  test('CHILD-3: a correction takes units or gives them back, whole ones', () => {
    const given = event('children-corrected');
    expect([-2, 0, 2, 0.5].filter((unitsChange) => accepts(given, { unitsChange }))).toEqual([-2, 0, 2]);
  });

  test('a refusal has a reason; its card may be none', () => {
    expect(accepts(event('refused'), { reasons: [] })).toBe(false);
    expect(accepts(event('refused'), { cardKey: 'a'.repeat(32) })).toBe(true);
  });

  test('CAP-11: counters are whole, from 0, and complete', () => {
    const { counters } = event('gave-back');
    expect(leaseCountersSchema.safeParse(counters).success).toBe(true);
    expect(dispensable(leaseCountersSchema, counters)).toEqual([]);
    expect(leaseCountersSchema.safeParse({ ...counters, granted: -1 }).success).toBe(false);
    expect(leaseCountersSchema.safeParse({ ...counters, more: 1 }).success).toBe(false);
  });
});

describe('verdicts', () => {
  const verdict = decide(facts({ performance: { ...EVENING, feeCents: 100 } }));

  test('want each of their fields and take no other', () => {
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(dispensable(verdictSchema, verdict)).toEqual([]);
    expect(verdictSchema.safeParse({ ...verdict, name: 'x' }).success).toBe(false);
    const [reason] = verdict.reasons;
    const [ground] = verdict.grounds;
    const others = [
      { reasons: [{ ...reason, more: 1 }] },
      { reasons: [{ ...reason, code: 'none' }] },
      { reasons: [{ ...reason, severity: 'fatal' }] },
      { reasons: [{ ...reason, parameters: { a: null } }] },
      { reasons: [null] },
      { grounds: [{ ...ground, more: 1 }] },
      { grounds: [{ ...ground, code: 'none' }] },
      { grounds: [{ ...ground, parameters: { a: null } }] },
      { grounds: [{ ...ground, rule: 1 }] },
      { children: -1 },
      { mostChildren: -1 },
      { units: -1 },
      { acquisitionId: 'x' },
    ];
    expect(others.filter((each) => verdictSchema.safeParse({ ...verdict, ...each }).success)).toEqual([]);
    expect(dispensable(groundSchema, ground ?? {})).toEqual([]);
    expect(groundSchema.safeParse({ ...ground, parameters: { a: 'x', b: 1 } }).success).toBe(true);
    expect(
      verdictSchema.safeParse({ ...verdict, reasons: [{ ...reason, parameters: { a: 'x', b: 1 } }] }).success,
    ).toBe(true);
  });

  test('SALE-7: stages and outcomes are these', () => {
    expect(STAGES).toEqual(['reserve', 'redeem', 'attend']);
    expect(['reserve', 'redeem', 'attend', 'void'].filter((each) => stageSchema.safeParse(each).success)).toEqual(
      STAGES,
    );
    const outcomes = ['accept', 'warn', 'refuse', 'note', ''].filter((each) => outcomeSchema.safeParse(each).success);
    expect(outcomes).toEqual(['accept', 'warn', 'refuse']);
  });
});

describe('performances', () => {
  const refused = (changed: object): boolean => !performanceSchema.safeParse({ ...CAPPED, ...changed }).success;

  test('want each of their fields, of its kind, and take no other', () => {
    expect(performanceSchema.parse({ ...CAPPED, exclusion: EXCLUDED })).toEqual({ ...CAPPED, exclusion: EXCLUDED });
    expect(dispensable(performanceSchema, CAPPED)).toEqual([]);
    const { windows, organiser } = CAPPED;
    const wrong: object[] = [
      { seats: 3 },
      { kind: 'concert' },
      { kind: '' },
      { day: '20.11.2026' },
      { startsAt: 'soon' },
      { endsAt: 'late' },
      { capacity: -1 },
      { feeCents: -1 },
      { exclusion: { reason: { fi: 'x' } } },
      { exclusion: { ...EXCLUDED, until: 'x' } },
      { exclusion: {} },
      { windows: { ...windows, redeemMinutesBefore: -1 } },
      { windows: { ...windows, lapseMinutesBefore: -1 } },
      { windows: { ...windows, more: 1 } },
      { windows: { oneMonthBefore: true } },
      { organiser: { ...organiser, type: 'club' } },
      { organiser: { ...organiser, type: '' } },
      { organiser: { ...organiser, more: 1 } },
      { organiser: { id: organiser.id, name: 'x', type: 'theatre' } },
    ];
    expect(wrong.filter((each) => !refused(each))).toEqual([]);
  });

  test('SALE-6: a performance says whether it has a cloakroom, free with the card', () => {
    expect([true, false].filter((cloakroom) => refused({ cloakroom }))).toEqual([]);
    expect(refused({ cloakroom: 100 })).toBe(true);
  });

  test('SALE-4, CAP-4, CAP-5: kinds of organisers and of performances are these', () => {
    expect(ORGANISER_TYPES.filter((type) => refused({ organiser: { ...CAPPED.organiser, type } }))).toEqual([]);
    const kinds = ['performance', 'course', 'day-admission', 'festival-day'];
    expect(kinds.filter((kind) => refused({ kind }))).toEqual([]);
    expect(ORGANISER_TYPES).toHaveLength(8);
  });
});
