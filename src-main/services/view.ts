/** Makes the pushed state out of the store and the session. */
import type { AssistanceKind } from '../../src-shared/acquisition/assistance.ts';
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import type {
  Basket as ShownBasket,
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
import type { Acquisition } from './store-ports/acquisitions.ts';
import { enrolmentOf } from './enrolled.ts';
import { ageHours, keysOf } from './facts.ts';
import { unitsLeft } from './leases.ts';
import { scannersState } from './scanners.ts';
import type { Basket, JudgedScan } from './session.ts';

const TAIL = 4;
const MOST_RECENT = 20;
const MOST_FOLLOW_UPS = 50;

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
    stage: session.stage,
    cardSeen: session.cardSeen,
    shown: session.shown === null ? null : shownVerdict(session.shown),
    last: lastSale(context),
    recent: recentSales(context),
    basket: session.basket === null ? null : shownBasket(session.basket),
    assistance: session.pickedId === null ? null : assistanceAt(context, session.pickedId),
    followUps: context.store.deliveries.followUps(MOST_FOLLOW_UPS),
    sync: syncStatus(context),
    scanners: scannersState(context),
    demo: enrolment?.demo === true ? { networkCut: session.networkCut } : null,
  };
}

/** The last characters of a code, for staff: never more than half of it (DATA-1). */
export function codeTail(code: JudgedScan['code']): string {
  if (!code.ok) return '';
  const { value } = code;
  return value.slice(-Math.min(TAIL, Math.floor(value.length / 2)));
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
  return { scanId, codeTail: shownTail(code, verdict), cardKind, verdict, asking: asking !== null };
}

/** What lacks its last character does not end as the card does. */
function shownTail(code: JudgedScan['code'], { reasons }: Verdict): string {
  return reasons.some((reason) => reason.code === 'card.check-digit-stripped') ? '' : codeTail(code);
}

function lastSale({ store, session }: DeskContext): RecordedSale | null {
  const last = session.lastAcquisitionId === null ? null : store.acquisitions.find(session.lastAcquisitionId);
  return last === null ? null : recordedSale(last);
}

/** The latest, and first of all older ones of the card that is shown: it is they that may have to be taken back. */
function recentSales(context: DeskContext): RecordedSale[] {
  const { store, session } = context;
  if (session.pickedId === null) return [];
  const latest = store.acquisitions.latest(session.pickedId, MOST_RECENT);
  const ofShown =
    session.shown === null ? [] : store.acquisitions.ofCard(session.pickedId, keysOf(context, session.shown.code));
  const older = ofShown.filter(({ id }) => !latest.some((each) => each.id === id));
  return [...older.toReversed().slice(0, MOST_RECENT), ...latest].map(recordedSale);
}

function recordedSale(acquisition: Acquisition): RecordedSale {
  const { id, performanceId, children, at, state, cardSeen, lapsesAt, provisional, feeCents, delivery } = acquisition;
  const plain = { performanceId, children, at, state, cardSeen, lapsesAt, provisional, feeCents, delivery };
  return { acquisitionId: id, codeTail: acquisition.codeTail, ...plain };
}

function shownBasket({ basketId, lines, verdict }: Basket): ShownBasket {
  const shown = lines.flatMap(({ lineId, code, cardKind }, index) => {
    const judged = verdict.lines[index];
    if (judged === undefined) return [];
    return [{ lineId, codeTail: shownTail(code, judged.verdict), cardKind, verdict: judged.verdict }];
  });
  const { outcome, good, units } = verdict;
  return { basketId, lines: shown, outcome, reasons: [...verdict.reasons], good, units };
}

/** Tickets that stand; nothing is known of what other desks handed out. */
function assistanceAt({ store }: DeskContext, performanceId: string): DeskState['assistance'] {
  const standing = store.assistance.standing(performanceId);
  const countOf = (kind: AssistanceKind): number =>
    standing.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0);
  return {
    assistants: countOf('assistant'),
    supportPersons: countOf('support-person'),
    lastId: standing.at(-1)?.id ?? null,
  };
}

function syncStatus(context: DeskContext): SyncStatus {
  const { store, session } = context;
  const { network, trouble } = session.report;
  return {
    network,
    cards: cardsStatus(context),
    waiting: store.deliveries.waiting(),
    setAside: store.deliveries.setAside(),
    skewMilliseconds: session.skewMilliseconds,
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
