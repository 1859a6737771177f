/** What the desk holds in memory only; gone with the process, on purpose: a card code is nowhere else in the clear. */
import type { ProvisionalPolicy } from '../../src-shared/acquisition/sale-facts.ts';
import type { GroupVerdict } from '../../src-shared/acquisition/group.ts';
import type { Stage, Verdict } from '../../src-shared/acquisition/verdict.ts';
import type { Card } from '../../src-shared/card/card.ts';
import type { KeptCharacter } from '../../src-shared/card/check-digit.ts';
import type { DeviceKind, ScannerDevice, ScannersState, TestRead } from '../../src-shared/desk-api/scanners.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import type { Read } from '../../src-shared/scan/double-read.ts';
import type { DeskStore } from './desk-store.ts';
import type { CodeKeeper, SyncReport } from './ports.ts';

/** The verdict on screen and what it was judged from. Replaced as a whole, never changed. */
export interface JudgedScan {
  readonly scanId: string;
  readonly performanceId: string;
  readonly code: Result<string, 'card.malformed'>;
  readonly kept: KeptCharacter;
  /** Names the card without telling it; null where it is no code, or the desk holds no key. */
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

/** One card of a small-group visit. */
export interface BasketLine {
  readonly lineId: string;
  readonly code: Result<string, 'card.malformed'>;
  readonly kept: KeptCharacter;
  readonly children: number;
  readonly cardKey: string | null;
  readonly cardKind: Card['kind'] | null;
  readonly refusalNoted: boolean;
}

/** A small-group visit in the making (GROUP-1). Replaced as a whole, never changed. */
export interface Basket {
  /** Names what is to be confirmed; a new one after each confirmation. */
  readonly basketId: string;
  readonly performanceId: string;
  readonly lines: readonly BasketLine[];
  readonly verdict: GroupVerdict;
  /** When it was last touched, in milliseconds: as long as it is fresh it keeps its places. */
  readonly since: number;
}

/** What is known of the scanners since the start. */
export type ScannersSeen = Readonly<Pick<ScannersState, 'driver' | 'refused'>> & {
  readonly devices: readonly ScannerDevice[];
  readonly blind: readonly DeviceKind[];
  readonly test: readonly TestRead[] | null;
};

export interface Session {
  language: Language;
  /** Null until enrolled. */
  codeKeeper: CodeKeeper | null;
  pickedId: string | null;
  /** What scanning is for (SALE-7), and whether the card is at the desk (CARD-8). */
  stage: Stage;
  cardSeen: boolean;
  shown: JudgedScan | null;
  basket: Basket | null;
  /** The latest acquisition since the performance was picked. */
  lastAcquisitionId: string | null;
  /** So that confirming twice answers twice and records once. */
  lastConfirmed: { readonly scanId: string; readonly acquisitionId: string } | null;
  lastGroup: { readonly basketId: string; readonly acquisitionIds: string[] } | null;
  /** What was read of late; the texts are digests, so that no code stays. */
  recentReads: readonly Read[];
  /** Replaced as a whole, never changed. */
  scanners: ScannersSeen;
  /** Events that the registry had refused, to be tried again, and when they were gathered, in milliseconds. */
  retry: { readonly ids: Set<string>; readonly at: number };
  /** The epoch of the latest delivery: a fork that the registry reports is its. */
  lastDeliveredEpoch: string | null;
  /** The registry's time, in milliseconds, at which the uses were read to their end since the start; null: not yet. */
  usesReadAt: number | null;
  provisional: ProvisionalPolicy;
  /** As last known, also from before the start. */
  skewMilliseconds: number | null;
  report: SyncReport;
  networkCut: boolean;
}

/** A session as it is when the desk starts. */
export function newSession(store: DeskStore, language: Language, codeKeeper: CodeKeeper | null, now: number): Session {
  return {
    language: store.settings.read('language') ?? language,
    codeKeeper,
    pickedId: null,
    stage: 'redeem',
    cardSeen: true,
    shown: null,
    basket: null,
    lastAcquisitionId: null,
    lastConfirmed: null,
    lastGroup: null,
    recentReads: [],
    scanners: { devices: [], blind: [], test: null, driver: 'away', refused: null },
    retry: { ids: new Set(store.deliveries.setAsideIds()), at: now },
    lastDeliveredEpoch: null,
    usesReadAt: null,
    provisional: store.settings.read('site-policy')?.provisional ?? 'off',
    skewMilliseconds: store.settings.read('clock-skew'),
    report: { network: 'connecting', skewMilliseconds: null, trouble: null, loadingCards: false },
    networkCut: false,
  };
}
