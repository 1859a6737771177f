/** What the desk holds in memory only; gone with the process, on purpose: a card code is nowhere else in the clear. */
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import type { Card } from '../../src-shared/card/card.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import type { LastRead } from '../../src-shared/scan/double-read.ts';
import type { CodeKeeper, SyncReport } from './ports.ts';

/** The verdict on screen and what it was judged from. Replaced as a whole, never changed. */
export interface JudgedScan {
  readonly scanId: string;
  readonly performanceId: string;
  readonly code: Result<string, 'card.malformed'>;
  /** The key of the code in the card list, null where it is malformed or its key is not held. */
  readonly cardKey: string | null;
  readonly cardKind: Card['kind'] | null;
  readonly verdict: Verdict;
  /** When the scan came, in milliseconds. */
  readonly since: number;
  /** While the registry is being asked for a place: ends the waiting early. */
  readonly asking: AbortController | null;
  /** Its refusal is in the ledger or on the way there; once a scan. */
  readonly refusalNoted: boolean;
}

export interface Session {
  language: Language;
  /** Null until enrolled. */
  codeKeeper: CodeKeeper | null;
  pickedId: string | null;
  shown: JudgedScan | null;
  /** The latest sale since the performance was picked. */
  lastAcquisitionId: string | null;
  /** So that confirming twice answers twice and records once. */
  lastConfirmed: { readonly scanId: string; readonly acquisitionId: string } | null;
  /** The wedge's last read; its text is a digest, so that the code does not stay. */
  lastRead: LastRead | null;
  /** The epoch of the latest delivery: a fork that the registry reports is its. */
  lastDeliveredEpoch: string | null;
  report: SyncReport;
  networkCut: boolean;
}

/** A session as it is when the desk starts. */
export function newSession(language: Language, codeKeeper: CodeKeeper | null): Session {
  return {
    language,
    codeKeeper,
    pickedId: null,
    shown: null,
    lastAcquisitionId: null,
    lastConfirmed: null,
    lastRead: null,
    lastDeliveredEpoch: null,
    report: { network: 'connecting', skewMilliseconds: null, trouble: null, loadingCards: false },
    networkCut: false,
  };
}
