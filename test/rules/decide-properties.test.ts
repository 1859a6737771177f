/** What holds of every verdict, whatever the facts: CARD-5, CHILD-2, CHILD-4, CAP-7, CAP-8, SALE-7. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { GROUNDS } from '../../src-shared/acquisition/grounds.ts';
import { REASON_CODES, SEVERITIES } from '../../src-shared/acquisition/reasons.ts';
import { verdictSchema, type Verdict } from '../../src-shared/acquisition/verdict.ts';
import { anyFacts } from './arbitraries.ts';

/** A failure prints seed and path: put them here to replay it. */
const REPLAY = { seed: 20_260_304, numRuns: 3_000 };

function holds(check: (facts: SaleFacts, verdict: Verdict) => void): void {
  expect.hasAssertions();
  fc.assert(
    fc.property(anyFacts, (facts) => check(facts, decide(facts))),
    REPLAY,
  );
}

describe('every verdict', () => {
  test('is of the contract, of its stage, and the same for the same facts', () => {
    holds((facts, verdict) => {
      expect(verdictSchema.parse(verdict)).toEqual(verdict);
      expect(verdict).toMatchObject({ stage: facts.stage, children: facts.children });
      expect(decide(facts)).toEqual(verdict);
    });
  });

  test('refuses if and only if a reason refuses, warns if and only if the most severe one warns', () => {
    holds((_, { outcome, reasons }) => {
      const severities = new Set(reasons.map(({ severity }) => severity));
      const expected = severities.has('refuse') ? 'refuse' : severities.has('warn') ? 'warn' : 'accept';
      expect(outcome).toBe(expected);
    });
  });

  test('has each reason once, sorted by severity and then in the fixed order', () => {
    holds((_, { reasons }) => {
      const places = reasons.map(
        ({ code, severity }) => SEVERITIES.indexOf(severity) * 1_000 + REASON_CODES.indexOf(code),
      );
      expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
      expect(places.toSorted((a, b) => a - b)).toEqual(places);
    });
  });

  test('has grounds unless it refuses, in the order of GROUNDS, each once', () => {
    holds((_, { outcome, grounds }) => {
      expect(grounds.length === 0).toBe(outcome === 'refuse');
      const places = grounds.map(({ code }) => Object.keys(GROUNDS).indexOf(code));
      expect([...new Set(places)].toSorted((a, b) => a - b)).toEqual(places);
    });
  });

  test('CAP-8: takes units from 0 to the number of tickets, none without a cap, none when attending (SALE-7)', () => {
    holds(({ performance, stage, children }, { units }) => {
      expect(units).toBeGreaterThanOrEqual(0);
      expect(units).toBeLessThanOrEqual(1 + children);
      if (performance.cap === null || stage === 'attend') expect(units).toBe(0);
      if (performance.cap?.counts === 'adults') expect(units).toBeLessThanOrEqual(1);
    });
  });

  test('CAP-7: is never accepted for more units than the desk has', () => {
    holds(({ lease }, { outcome, units }) => {
      if (lease !== null && outcome !== 'refuse') expect(units).toBeLessThanOrEqual(Math.max(0, lease.balance));
      else expect(outcome === 'refuse' || units === 0).toBe(true);
    });
  });

  test('CARD-5: never accepts a personal card that has its ticket already, but for a day’s admission', () => {
    holds(({ card, stage, earlier, performance }, { outcome }) => {
      const hasTicket = earlier.some(({ state }) => state !== 'reserved');
      if (card?.kind === 'community' || stage === 'attend' || !hasTicket || performance.kind === 'day-admission')
        return;
      expect(outcome).toBe('refuse');
    });
  });

  test('SALE-7: nobody is let in without a ticket', () => {
    holds(({ stage, earlier }, { outcome, acquisitionId }) => {
      if (stage !== 'attend' || outcome === 'refuse') return;
      expect(earlier.find((use) => use.acquisitionId === acquisitionId)?.state).toMatch(/redeemed|attended/);
    });
  });

  test('CHILD-2, CHILD-4, CAP-8: more children never turn a refusal into an acceptance for their sake', () => {
    holds((facts, verdict) => {
      const more = decide({ ...facts, children: facts.children + 1 });
      const isOfChildren = (code: string) => code.startsWith('children.') || code.startsWith('cap.');
      const refused = ({ reasons }: Verdict) =>
        reasons.filter(({ code, severity }) => severity === 'refuse' && isOfChildren(code)).map(({ code }) => code);
      expect(refused(more)).toEqual(expect.arrayContaining(refused(verdict)));
      if (refused(verdict).length > 0) expect(more.outcome).toBe('refuse');
      expect(more.units).toBeGreaterThanOrEqual(verdict.units);
      expect(more.mostChildren).toBe(verdict.mostChildren);
    });
  });

  test('CAP-7: more places never turn an acceptance into a refusal', () => {
    holds((facts, { outcome }) => {
      if (facts.lease === null || outcome === 'refuse') return;
      const lease = { ...facts.lease, balance: facts.lease.balance + 1, left: facts.lease.left + 1 };
      expect(decide({ ...facts, lease }).outcome).toBe(outcome);
    });
  });
});
