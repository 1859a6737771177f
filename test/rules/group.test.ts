/** GROUP-1: a small-group visit. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { judgeGroup, type GroupLine, type GroupVerdict } from '../../src-shared/acquisition/group.ts';
import { CAPPED, CAPPED_TICKETS, COMMUNITY, EARLIER, EVENING, facts, lease, PERSONAL } from '../unit/sale-facts.ts';

const SEED = 20_260_301;
const FIRST = '019d0000-0000-7000-8000-0000000000f1';

function line(cardKey: string | null, given: Partial<SaleFacts> = {}): GroupLine {
  return { lineId: `line of ${cardKey}`, cardKey, facts: facts(given) };
}

const worker = (given: Partial<SaleFacts> = {}) => line('worker', { card: COMMUNITY, ...given });
const member = (key: string, given: Partial<SaleFacts> = {}) => line(key, given);

function codes({ reasons, lines }: GroupVerdict): { group: string[]; lines: string[][] } {
  return {
    group: reasons.map(({ code }) => code),
    lines: lines.map(({ verdict }) => verdict.reasons.map(({ code }) => code)),
  };
}

describe('GROUP-1: the worker’s card and each member’s own', () => {
  test('GROUP-1: a verdict a line, in the lines’ order, whichever order the cards came in', () => {
    const first = judgeGroup([member('a'), worker(), member('b')]);
    expect(first).toMatchObject({ outcome: 'accept', good: 3, units: 0, reasons: [] });
    expect(first.lines.map(({ lineId }) => lineId)).toEqual(['line of a', 'line of worker', 'line of b']);
    expect(codes(judgeGroup([worker(), member('a')]))).toEqual({ group: [], lines: [[], []] });
  });

  test('CC-4, CAP-8: of two lines of one card only the first goes on with its reservation; the other takes a place', () => {
    const reserved = { ...EARLIER, state: 'reserved' as const, here: true, units: 1 };
    const given = { performance: CAPPED, lease: lease(0), earlier: [reserved], children: 1 };
    const twice = judgeGroup([worker(given), worker(given)]);
    expect(twice.lines.map(({ verdict }) => [verdict.acquisitionId, verdict.units])).toEqual([
      [reserved.acquisitionId, 0],
      [null, 1],
    ]);
    expect(codes(twice).group).toEqual(['group.too-few-places']);
    // What else the card was used for stays in sight of both.
    const again = { ...given, earlier: [reserved, { ...reserved, acquisitionId: FIRST, state: 'redeemed' as const }] };
    const { lines } = codes(judgeGroup([worker(again), worker(again)]));
    expect(lines.map((each) => each.includes('card.community-again'))).toEqual([true, true]);
    // Another card's line takes nothing from it; nor does what is no code.
    const apart = judgeGroup([member('a', given), line(null, given), line(null, given), worker(given)]);
    expect(apart.lines.map(({ verdict }) => verdict.units)).toEqual([0, 0, 0, 0]);
  });

  test('GROUP-1: a member’s card spares the worker the warning of CC-1, one that is refused does not', () => {
    expect(codes(judgeGroup([worker()])).lines).toEqual([['card.community-without-client']]);
    const ended = member('a', { card: { ...PERSONAL, state: 'ended' } });
    expect(codes(judgeGroup([worker(), ended])).lines).toEqual([['card.community-without-client'], ['card.ended']]);
    const provisional = member('a', { card: null, cache: { usable: false, ageHours: 1 }, provisional: 'ask' });
    expect(codes(judgeGroup([worker(), provisional])).lines).toEqual([[], ['cache.empty']]);
    expect(codes(judgeGroup([worker(), worker({ children: 1 })])).lines[0]).toEqual(['card.community-without-client']);
  });

  test('GROUP-1: members without the worker’s card are a warning, said of the group', () => {
    expect(judgeGroup([member('a'), member('b')])).toMatchObject({
      outcome: 'warn',
      reasons: [{ code: 'group.without-community-card', severity: 'warn', parameters: {} }],
    });
    expect(codes(judgeGroup([member('a', { card: { ...PERSONAL, state: 'ended' } })])).group).toEqual([]);
  });

  test('GROUP-1: a refused line does not stop the good ones; none that is good stops all', () => {
    const ended = member('b', { card: { ...PERSONAL, state: 'ended' } });
    expect(judgeGroup([worker(), member('a'), ended])).toMatchObject({ outcome: 'accept', good: 2 });
    expect(judgeGroup([ended])).toMatchObject({ outcome: 'refuse', good: 0, units: 0 });
    expect(judgeGroup([])).toMatchObject({ outcome: 'refuse', good: 0, units: 0, reasons: [], lines: [] });
  });

  test('GROUP-1: a line’s warning is the group’s, a note is not', () => {
    const stale = { cache: { usable: true, ageHours: 100 } };
    expect(judgeGroup([worker(), member('a', stale)])).toMatchObject({ outcome: 'warn', good: 2, reasons: [] });
    const fee = { performance: { ...EVENING, feeCents: 100 } };
    expect(judgeGroup([worker(fee), member('a', fee)])).toMatchObject({ outcome: 'accept' });
  });

  test('GROUP-1: too few places is said before anything is recorded', () => {
    const two = { performance: CAPPED, lease: lease(2, true) };
    expect(judgeGroup([worker(two), member('a', two)])).toMatchObject({ outcome: 'accept', good: 2, units: 2 });
    expect(judgeGroup([worker(two), member('a', two), member('b', two)])).toMatchObject({
      outcome: 'refuse',
      good: 3,
      units: 3,
      reasons: [{ code: 'group.too-few-places', severity: 'refuse', parameters: { needed: 3, left: 2 } }],
    });
  });

  test('GROUP-1: a line that does not fit even alone counts too: the group is never split silently', () => {
    const three = { performance: CAPPED_TICKETS, lease: lease(3) };
    const verdict = judgeGroup([worker({ ...three, children: 3 }), member('a', three)]);
    expect(verdict).toMatchObject({ outcome: 'refuse', good: 1, units: 1 });
    expect(verdict.reasons[0]?.parameters).toEqual({ needed: 5, left: 3 });
    const more = { performance: CAPPED_TICKETS, lease: lease(3, true) };
    expect(judgeGroup([worker({ ...more, children: 3 }), member('a', more)])).toMatchObject({
      outcome: 'refuse',
      good: 1,
    });
    const none = { performance: CAPPED, lease: lease(-1) };
    expect(judgeGroup([worker(none), member('a', none)]).reasons[0]?.parameters).toEqual({ needed: 2, left: 0 });
  });

  test('GROUP-1: a line that is refused for another reason takes no place', () => {
    const two = { performance: CAPPED, lease: lease(2) };
    const ended = member('b', { ...two, card: { ...PERSONAL, state: 'ended' } });
    expect(judgeGroup([worker(two), member('a', two), ended])).toMatchObject({ outcome: 'accept', units: 2 });
    expect(judgeGroup([ended, worker(two), member('a', two), member('a', two)])).toMatchObject({ units: 2, good: 2 });
  });

  test('GROUP-1: the same personal card stands in the basket once (CARD-5), the community card twice is deliberate (CC-4)', () => {
    const verdict = judgeGroup([worker(), member('a'), member('a'), worker({ children: 1 })]);
    expect(codes(verdict).lines).toEqual([[], [], ['group.card-twice'], ['group.card-twice']]);
    expect(verdict.lines.map((each) => each.verdict.outcome)).toEqual(['accept', 'accept', 'refuse', 'warn']);
    expect(verdict.lines[2]?.verdict.grounds).toEqual([]);
    expect(verdict.lines[3]?.verdict.grounds).not.toEqual([]);
    expect(verdict).toMatchObject({ outcome: 'warn', good: 3 });
    const unreadable = line(null, {
      card: null,
      code: { ok: false, error: { code: 'card.malformed', parameters: {} } },
    });
    expect(codes(judgeGroup([unreadable, unreadable])).lines).toEqual([['card.malformed'], ['card.malformed']]);
  });

  test('GROUP-1: reasons of a card that came twice stay, in their order', () => {
    const used = { card: PERSONAL, earlier: [EARLIER], cache: { usable: true, ageHours: 100 } };
    expect(codes(judgeGroup([worker(), member('a', used), member('a', used)])).lines[2]).toEqual([
      'duplicate.same-performance',
      'group.card-twice',
      'cache.stale',
    ]);
  });

  test('GROUP-1: each line keeps its verdict, whatever order the others came in', () => {
    expect.hasAssertions();
    const given = fc.record({
      card: fc.constantFrom(PERSONAL, COMMUNITY, { ...PERSONAL, state: 'ended' as const }, null),
      children: fc.nat(2),
    });
    const order = fc.array(given, { maxLength: 6 }).chain((all) =>
      fc.tuple(
        fc.constant(all.map((each, at) => line(String(at), each))),
        fc.shuffledSubarray(
          all.map((_, at) => at),
          { minLength: all.length },
        ),
      ),
    );
    fc.assert(
      fc.property(order, ([lines, places]) => {
        const one = judgeGroup(lines);
        const other = judgeGroup(places.map((place) => lines[place]!));
        expect({ ...other, lines: [] }).toEqual({ ...one, lines: [] });
        for (const each of one.lines) expect(other.lines).toContainEqual(each);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});
