/** CAP-1 to 6, 8 and 10: which cap rule holds, and whether a cap is lawful under it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capRuleFor, checkCap, type CapSubject } from '../../src-shared/performance/lawful-cap.ts';
import { ORGANISER_TYPES, performanceSchema } from '../../src-shared/performance/performance.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET, ruleSetSchema, type RuleSet } from '../../src-shared/rules/rule-set.ts';

const SEED = 20_260_302;

const TRIALS_ON: RuleSet = {
  ...PRESET_RULE_SET,
  caps: { ...PRESET_RULE_SET.caps, tiny: { capacityAtMost: 10, lowest: 0 }, swimmingHall: { lowest: 20 } },
};

function subject(otherwise: Partial<CapSubject> = {}): CapSubject {
  return { kind: 'performance', guest: false, capacity: 200, organiser: { type: 'theatre' }, ...otherwise };
}

function ruleOf(otherwise: Partial<CapSubject>, rules: RuleSet = PRESET_RULE_SET): string {
  const { rule, lowest } = capRuleFor(subject(otherwise), rules);
  return `${rule} from ${lowest}`;
}

function checked(limit: number, otherwise: Partial<CapSubject>, rules: RuleSet = PRESET_RULE_SET) {
  const given = subject(otherwise);
  const result = checkCap({ limit, counts: 'adults' }, given, rules);
  return result.ok ? 'lawful' : { code: result.error.code, ...result.error.parameters };
}

const course = { kind: 'course', organiser: { type: 'institute' } } as const;
const swimming = { kind: 'day-admission', organiser: { type: 'swimming-hall' }, capacity: null } as const;

describe('CAP-1: the general rule', () => {
  test.each([
    [51, 3],
    [60, 3],
    [61, 4],
    [100, 5],
    [101, 6],
    [200, 10],
    [1_000, 50],
  ])('CAP-1: of %i tickets at least %i holders, five percent rounded up', (capacity, lowest) => {
    expect(ruleOf({ capacity })).toBe(`CAP-1 from ${lowest}`);
    expect(checked(lowest, { capacity })).toBe('lawful');
    expect(checked(lowest - 1, { capacity })).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-1', lowest });
  });

  test('CAP-1: without a capacity no share can be known, so no cap can be set', () => {
    expect(checked(1_000, { capacity: null })).toEqual({ code: 'offer.capacity-unknown', rule: 'CAP-1' });
    expect(ruleOf({ capacity: null, kind: 'festival-day' })).toBe('CAP-1 from null');
  });

  test('CAP-1: the share is exact for fractions of a percent too', () => {
    const caps = { ...PRESET_RULE_SET.caps, general: { percent: 1.1 } };
    expect(ruleOf({ capacity: 3_000, kind: 'course' }, { ...PRESET_RULE_SET, caps })).toBe('CAP-1 from 33');
    expect(ruleOf({ capacity: 3_001, kind: 'course' }, { ...PRESET_RULE_SET, caps })).toBe('CAP-1 from 34');
  });

  test('CAP-1: checked again when the capacity changes: what was lawful of 200 is not of 201', () => {
    expect(checked(10, { capacity: 200 })).toBe('lawful');
    expect(checked(10, { capacity: 201 })).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 11 });
  });
});

describe('CAP-2 to 6: the specific rules and their edges', () => {
  test('CAP-2: a capacity of at most 50, and institute courses of any size: two', () => {
    expect(ruleOf({ capacity: 50 })).toBe('CAP-2 from 2');
    expect(ruleOf({ capacity: 51 })).toBe('CAP-1 from 3');
    expect(ruleOf({ ...course, capacity: 400 })).toBe('CAP-2 from 2');
    expect(ruleOf({ ...course, capacity: null })).toBe('CAP-2 from 2');
    expect(ruleOf({ ...course, organiser: { type: 'theatre' } })).toBe('CAP-1 from 10');
    expect(ruleOf({ ...course, kind: 'performance' })).toBe('CAP-1 from 10');
    expect(checked(2, { capacity: 50 })).toBe('lawful');
    expect(checked(1, { capacity: 50 })).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-2', lowest: 2 });
  });

  test('CAP-3: a capacity of at most 10: none or one, where the trial is on', () => {
    expect(ruleOf({ capacity: 10 }, TRIALS_ON)).toBe('CAP-3 from 0');
    expect(ruleOf({ capacity: 11 }, TRIALS_ON)).toBe('CAP-2 from 2');
    expect(ruleOf({ capacity: 10 })).toBe('CAP-2 from 2');
    expect(ruleOf({ capacity: null }, TRIALS_ON)).toBe('CAP-1 from null');
    expect(checked(0, { capacity: 10 }, TRIALS_ON)).toBe('lawful');
  });

  test('CAP-4: events that hold over 1,000 at once: twenty', () => {
    expect(ruleOf({ capacity: 1_000 })).toBe('CAP-1 from 50');
    expect(ruleOf({ capacity: 1_001 })).toBe('CAP-4 from 20');
    expect(ruleOf({ capacity: 1_001, kind: 'festival-day' })).toBe('CAP-4 from 20');
    expect(ruleOf({ capacity: 1_001, kind: 'course' })).toBe('CAP-1 from 51');
    expect(ruleOf({ capacity: 1_001, kind: 'day-admission', organiser: { type: 'museum' } })).toBe('CAP-1 from 51');
    expect(checked(19, { capacity: 5_000 })).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-4', lowest: 20 });
  });

  test('CAP-5: a swimming hall’s day: twenty holders where the trial is on, else no cap at all', () => {
    expect(ruleOf(swimming, TRIALS_ON)).toBe('CAP-5 from 20');
    expect(checked(20, swimming, TRIALS_ON)).toBe('lawful');
    expect(checked(19, swimming, TRIALS_ON)).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-5', lowest: 20 });
    expect(checked(500, swimming)).toEqual({ code: 'offer.cap-not-allowed', rule: 'CAP-5' });
    expect(ruleOf({ ...swimming, kind: 'performance', capacity: 60 }, TRIALS_ON)).toBe('CAP-1 from 3');
    expect(ruleOf({ ...swimming, organiser: { type: 'museum' }, capacity: 60 }, TRIALS_ON)).toBe('CAP-1 from 3');
  });

  test('CAP-6: a guest producer’s: two, and above is allowed', () => {
    expect(ruleOf({ guest: true })).toBe('CAP-6 from 2');
    expect(checked(2, { guest: true })).toBe('lawful');
    expect(checked(11, { guest: true })).toBe('lawful');
    expect(checked(1, { guest: true })).toEqual({ code: 'offer.cap-too-low', rule: 'CAP-6', lowest: 2 });
  });

  test('CAP-7: no cap is always lawful, whatever the performance', () => {
    for (const type of ORGANISER_TYPES) {
      for (const capacity of [null, 0, 10, 1_001]) {
        const given = subject({ organiser: { type }, capacity, kind: 'day-admission' });
        expect(checkCap(null, given, PRESET_RULE_SET).ok).toBe(true);
      }
    }
  });
});

describe('CAP-8: what a cap counts', () => {
  test.each([
    ['CAP-3', { capacity: 10 }],
    ['CAP-6', { guest: true }],
    ['CAP-2', { capacity: 50 }],
    ['CAP-4', { capacity: 1_001 }],
  ])('CAP-8: all tickets under %s, where the source speaks of tickets', (rule, otherwise) => {
    const result = checkCap({ limit: 30, counts: 'all-tickets' }, subject(otherwise), TRIALS_ON);
    expect(result).toEqual({ ok: true, value: expect.objectContaining({ rule, mayCountAllTickets: true }) });
  });

  test.each([
    ['CAP-1', {}, 10],
    ['CAP-5', swimming, 20],
  ])('CAP-8: holders alone under %s', (rule, otherwise, lowest) => {
    const given = subject(otherwise);
    expect(checkCap({ limit: 30, counts: 'all-tickets' }, given, TRIALS_ON)).toEqual(
      fail('offer.cap-counts-tickets', { rule, lowest }),
    );
    expect(checkCap({ limit: 30, counts: 'adults' }, given, TRIALS_ON)).toEqual({
      ok: true,
      value: { rule, lowest, mayCountAllTickets: false },
    });
  });
});

describe('CAP-10: where several rules fit', () => {
  /** One performance that fits all but CAP-5 at once, with less and less of it. */
  const tinyGuestCourse = { ...course, guest: true, capacity: 10 } as const;

  test('CAP-10: the order is CAP-3 (if on), 6, 2, 4, 5, 1', () => {
    expect(ruleOf(tinyGuestCourse, TRIALS_ON)).toBe('CAP-3 from 0');
    expect(ruleOf(tinyGuestCourse)).toBe('CAP-6 from 2');
    expect(ruleOf({ ...tinyGuestCourse, guest: false })).toBe('CAP-2 from 2');
    expect(ruleOf({ guest: true, capacity: 1_001 })).toBe('CAP-6 from 2');
    expect(ruleOf({ ...course, capacity: 1_001 })).toBe('CAP-2 from 2');
    expect(ruleOf({ ...swimming, capacity: 50 }, TRIALS_ON)).toBe('CAP-2 from 2');
    expect(ruleOf({ ...swimming, capacity: 2_000 }, TRIALS_ON)).toBe('CAP-5 from 20');
    expect(ruleOf({ ...swimming, guest: true }, TRIALS_ON)).toBe('CAP-6 from 2');
  });

  test('CAP-10: all the numbers are data of the rule set', () => {
    const caps: RuleSet['caps'] = {
      general: { percent: 10 },
      small: { capacityAtMost: 30, lowest: 3 },
      tiny: { capacityAtMost: 5, lowest: 1 },
      mass: { capacityOver: 500, lowest: 40 },
      swimmingHall: { lowest: 25 },
      guest: { lowest: 4 },
    };
    const rules = { ...PRESET_RULE_SET, caps };
    expect(ruleOf({ capacity: 5 }, rules)).toBe('CAP-3 from 1');
    expect(ruleOf({ guest: true }, rules)).toBe('CAP-6 from 4');
    expect(ruleOf({ capacity: 30 }, rules)).toBe('CAP-2 from 3');
    expect(ruleOf({ capacity: 31 }, rules)).toBe('CAP-1 from 4');
    expect(ruleOf({ capacity: 501 }, rules)).toBe('CAP-4 from 40');
    expect(ruleOf(swimming, rules)).toBe('CAP-5 from 25');
  });

  test('CAP-10: a refusal always names the lowest lawful value: one less is refused, that one is lawful', () => {
    expect.hasAssertions();
    const any = fc.record({
      kind: fc.constantFrom(
        'performance' as const,
        'course' as const,
        'day-admission' as const,
        'festival-day' as const,
      ),
      guest: fc.boolean(),
      capacity: fc.option(fc.nat(3_000)),
      organiser: fc.record({ type: fc.constantFrom(...ORGANISER_TYPES) }),
    });
    fc.assert(
      fc.property(any, fc.constantFrom(PRESET_RULE_SET, TRIALS_ON), (given, rules) => {
        const { rule, lowest } = capRuleFor(given, rules);
        if (lowest === null) {
          expect(checkCap({ limit: 9_999, counts: 'adults' }, given, rules).ok).toBe(false);
          return;
        }
        expect(checkCap({ limit: lowest, counts: 'adults' }, given, rules).ok).toBe(true);
        if (lowest === 0) return;
        expect(checkCap({ limit: lowest - 1, counts: 'adults' }, given, rules)).toEqual(
          fail('offer.cap-too-low', { rule, lowest }),
        );
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

describe('the schemas of caps and rule sets', () => {
  test('CAP-10: a rule set is whole or none: each part is wanted, nothing may be added', () => {
    expect(ruleSetSchema.safeParse(TRIALS_ON).success).toBe(true);
    expect(ruleSetSchema.safeParse(PRESET_RULE_SET).success).toBe(true);
    expect(ruleSetSchema.safeParse({ ...PRESET_RULE_SET, childLimit: 'warn' }).success).toBe(true);
    const dispensable = Object.keys(PRESET_RULE_SET).filter((part) => {
      const { [part as keyof RuleSet]: _, ...rest } = PRESET_RULE_SET;
      return ruleSetSchema.safeParse(rest).success;
    });
    expect(dispensable).toEqual([]);
    expect(ruleSetSchema.safeParse({ ...PRESET_RULE_SET, more: 1 }).success).toBe(false);
  });

  test.each([
    { code: { minimumLength: 0, maximumLength: 16, minimumDigits: 4 } },
    { code: { minimumLength: 4, maximumLength: 0, minimumDigits: 4 } },
    { code: { minimumLength: 4, maximumLength: 16, minimumDigits: 4, more: 1 } },
    { code: { minimumLength: 1.5, maximumLength: 16, minimumDigits: 4 } },
    { staleAfterHours: 0 },
    { childLimit: 'ignore' },
    { ages: { holderFrom: -1, ownChildrenUnder: 18, clientsUnder: 16 } },
    { ages: { ...PRESET_RULE_SET.ages, more: 1 } },
    { caps: { ...TRIALS_ON.caps, general: { percent: 0 } } },
    { caps: { ...TRIALS_ON.caps, general: { percent: 101 } } },
    { caps: { ...TRIALS_ON.caps, general: { percent: 5, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, small: { capacityAtMost: 50, lowest: 2, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, small: { capacityAtMost: 50 } } },
    { caps: { ...TRIALS_ON.caps, tiny: { capacityAtMost: 10, lowest: 0, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, tiny: { lowest: 0 } } },
    { caps: { ...TRIALS_ON.caps, mass: { capacityOver: 1_000, lowest: 20, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, mass: { lowest: 20 } } },
    { caps: { ...TRIALS_ON.caps, swimmingHall: { lowest: 20, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, swimmingHall: {} } },
    { caps: { ...TRIALS_ON.caps, guest: { lowest: 2, more: 1 } } },
    { caps: { ...TRIALS_ON.caps, guest: {} } },
    { caps: { ...TRIALS_ON.caps, more: 1 } },
    { warnExcludedAbovePercent: 101 },
    { warnExcludedAbovePercent: -1 },
    { presetRedeemMinutesBefore: -1 },
    { firstDay: '2026-02-30' },
  ])('CAP-10: a rule set with %j is none', (wrong) => {
    expect(ruleSetSchema.safeParse({ ...TRIALS_ON, ...wrong }).success).toBe(false);
  });

  test('CAP-7, CAP-8: a cap is a whole number from 0 and one of two ways to count', () => {
    const { cap } = performanceSchema.shape;
    expect(cap.safeParse({ limit: 0, counts: 'adults' }).success).toBe(true);
    expect(cap.safeParse({ limit: 0, counts: 'all-tickets' }).success).toBe(true);
    expect(cap.safeParse({ limit: -1, counts: 'adults' }).success).toBe(false);
    expect(cap.safeParse({ limit: 1.5, counts: 'adults' }).success).toBe(false);
    expect(cap.safeParse({ limit: 1, counts: 'children' }).success).toBe(false);
    expect(cap.safeParse({ limit: 1, counts: 'adults', reserved: 1 }).success).toBe(false);
  });
});
