/** Makes the pushed state out of the store and the session. */
import type {
  DeskState,
  OfferedPerformance,
  RecordedSale,
  ShownVerdict,
  SyncStatus,
} from '../../src-shared/desk-api/state.ts';
import { helsinkiDay, startOfDay } from '../../src-shared/kernel/helsinki.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import type { DeskContext } from './context.ts';
import { enrolmentOf } from './enrolled.ts';
import { ageHours } from './facts.ts';
import { unitsLeft } from './leases.ts';
import type { JudgedScan } from './session.ts';

const TAIL = 4;

/** The whole state as it is now. */
export function stateOf(context: DeskContext): DeskState {
  const { clock, session } = context;
  const enrolment = enrolmentOf(context);
  return {
    language: session.language,
    now: new Date(clock.now()).toISOString(),
    site: enrolment?.site ?? null,
    deskName: enrolment?.deskName ?? null,
    performances: enrolment === null ? [] : offered(context),
    pickedId: session.pickedId,
    shown: session.shown === null ? null : shownVerdict(session.shown),
    last: session.lastAcquisitionId === null ? null : recordedSale(context, session.lastAcquisitionId),
    sync: syncStatus(context),
    demo: enrolment?.demo === true ? { networkCut: session.networkCut } : null,
  };
}

/** The last characters of a code, for staff. */
export function codeTail(code: JudgedScan['code']): string {
  return code.ok ? code.value.slice(-TAIL) : '';
}

/** Today's first, then by start; those that are over are left out but for the picked one, excluded ones shown (SALE-4). */
function offered(context: DeskContext): OfferedPerformance[] {
  const { store, clock, session } = context;
  const now = clock.now();
  const today = helsinkiDay(now);
  const place = (performance: Performance): [boolean, number, string] => [
    performance.day !== today,
    performance.startsAt === null ? startOfDay(performance.day) : Date.parse(performance.startsAt),
    performance.id,
  ];
  const notOver = store.performances.notOverAt(now);
  const picked = session.pickedId === null ? null : store.performances.find(session.pickedId);
  const isPickedOver = picked !== null && !notOver.some(({ id }) => id === picked.id);
  return [...notOver, ...(isPickedOver ? [picked] : [])]
    .map((performance) => ({ performance, place: place(performance) }))
    .toSorted((a, b) => byPlace(a.place, b.place))
    .map(({ performance }) => ({ performance, left: unitsLeft(context, performance) }));
}

function byPlace(a: [boolean, number, string], b: [boolean, number, string]): number {
  return Number(a[0]) - Number(b[0]) || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
}

function shownVerdict({ scanId, code, cardKind, verdict, asking }: JudgedScan): ShownVerdict {
  return { scanId, codeTail: codeTail(code), cardKind, verdict, asking: asking !== null };
}

function recordedSale({ store }: DeskContext, acquisitionId: string): RecordedSale | null {
  const sale = store.acquisitions.find(acquisitionId);
  if (sale === null) return null;
  const { performanceId, codeTail: tail, children, at, voided, delivery } = sale;
  return {
    acquisitionId,
    performanceId,
    codeTail: tail,
    children,
    at,
    state: voided ? 'undone' : 'recorded',
    delivery,
  };
}

function syncStatus(context: DeskContext): SyncStatus {
  const { store, session } = context;
  const { network, skewMilliseconds, trouble } = session.report;
  return {
    network,
    cards: cardsStatus(context),
    waiting: store.deliveries.waiting(),
    setAside: store.deliveries.setAside(),
    skewMilliseconds,
    trouble,
  };
}

/** Field lesson 2: age, size and state of the list are always on screen. */
function cardsStatus({ store, cardList, clock, session }: DeskContext): SyncStatus['cards'] {
  const { state, count, freshAt } = cardList.status();
  const now = clock.now();
  const isStale = ageHours(freshAt, now) > ruleSetInForce(store.ruleSets.all(), helsinkiDay(now)).staleAfterHours;
  if (state === 'ready' && isStale) return { state: 'stale', count, freshAt };
  if (state === 'empty' && session.report.loadingCards) return { state: 'loading', count, freshAt };
  return { state, count, freshAt };
}
