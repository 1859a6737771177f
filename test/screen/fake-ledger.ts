/** What the scripted desk has recorded: acquisitions, as simple as can be, and how the screen sees them. */
import { randomUUID } from 'node:crypto';
import { unitsOf } from '../../src-shared/cap/lease.ts';
import type { EarlierUse } from '../../src-shared/acquisition/sale-facts.ts';
import type { Stage } from '../../src-shared/acquisition/verdict.ts';
import type { RecordedSale } from '../../src-shared/desk-api/state.ts';
import { lapsesFrom, type Performance } from '../../src-shared/performance/performance.ts';
import { NOW } from './fake-facts.ts';

const AT = new Date(NOW).toISOString();
const NEXT_STATE = { reserve: 'reserved', redeem: 'redeemed', attend: 'attended' } as const;

export interface Recorded {
  readonly code: string;
  readonly sale: RecordedSale;
}

export interface FakeLedger {
  /** Newest first. */
  of(performanceId: string): RecordedSale[];
  earlier(performance: Performance, code: string): EarlierUse[];
  /** A new acquisition, or the next stage of one. */
  record(wish: {
    readonly stage: Stage;
    readonly acquisitionId: string | null;
    readonly performance: Performance;
    readonly code: string;
    readonly children: number;
    readonly cardSeen: boolean;
    readonly provisional: boolean;
  }): RecordedSale;
  /** Changes one; false where it is not known. */
  change(acquisitionId: string, changes: Partial<RecordedSale>): boolean;
  all(): readonly Recorded[];
}

/** An empty ledger. */
export function createFakeLedger(): FakeLedger {
  let recorded: Recorded[] = [];
  return {
    of: (performanceId) =>
      recorded
        .filter(({ sale }) => sale.performanceId === performanceId)
        .map(({ sale }) => sale)
        .toReversed(),
    earlier: (performance, code) =>
      recorded
        .filter((one) => one.code === code && one.sale.performanceId === performance.id)
        .flatMap(({ sale: { acquisitionId, state, at, children, lapsesAt } }) =>
          state === 'voided' || state === 'lapsed'
            ? []
            : [
                {
                  acquisitionId,
                  state,
                  at,
                  deskName: 'Pääovi 1',
                  delivered: false,
                  here: true,
                  children,
                  units: unitsOf(performance.cap, children),
                  lapsesAt,
                },
              ],
        ),
    record({ stage, acquisitionId, performance, code, children, cardSeen, provisional }) {
      const before = recorded.find(({ sale }) => sale.acquisitionId === acquisitionId)?.sale;
      const sale: RecordedSale = {
        acquisitionId: before?.acquisitionId ?? randomUUID(),
        performanceId: performance.id,
        codeTail: code.slice(-4),
        children: stage === 'attend' ? (before?.children ?? 0) : children,
        at: AT,
        state: NEXT_STATE[stage],
        cardSeen: stage === 'reserve' ? cardSeen : true,
        lapsesAt: stage === 'reserve' ? new Date(lapsesFrom(performance)).toISOString() : (before?.lapsesAt ?? null),
        provisional,
        feeCents: stage === 'redeem' ? performance.feeCents * (1 + children) : 0,
        delivery: 'waiting',
      };
      recorded = [...recorded.filter((one) => one.sale.acquisitionId !== sale.acquisitionId), { code, sale }];
      return sale;
    },
    change(acquisitionId, changes) {
      const known = recorded.some(({ sale }) => sale.acquisitionId === acquisitionId);
      recorded = recorded.map((one) =>
        one.sale.acquisitionId === acquisitionId ? { ...one, sale: { ...one.sale, ...changes } } : one,
      );
      return known;
    },
    all: () => recorded,
  };
}
