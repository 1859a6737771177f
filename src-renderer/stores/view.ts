/** What the screen shows: a view of the state that the desk pushes, and what is the screen's own. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { CodedError } from '../../src-shared/kernel/result.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import type { Connection } from '../carriers/connection.ts';
import { arrivalIn } from './arrivals.ts';

/** A command that must not be sent twice while it is on its way. */
export type Task = 'enrol' | 'confirm' | 'undo' | 'work' | 'demo';

/** What stands over the screen while staff look at it. */
export type PanelName = 'recent' | 'assist' | 'follow-ups';

export interface View {
  readonly connection: Connection;
  /** The last pushed state, null while there is no connection. */
  readonly desk: DeskState | null;
  /** The desk's language, and before that is known the browser's. */
  readonly language: Language;
  /** This machine's clock against the desk's, in milliseconds: the desk's time is `Date.now() + deskAhead`. */
  readonly deskAhead: number;
  readonly busy: Task | null;
  /** A scan is on its way: the verdict on screen is about to be replaced and must not be acted on. */
  readonly scanning: boolean;
  /** The number of children chosen on screen, until the desk has judged it. */
  readonly chosen: { readonly scanId: string; readonly children: number } | null;
  readonly notice: CodedError<DeskErrorCode> | null;
  readonly helpOpen: boolean;
  /** Closed by the next scan, as the help is. */
  readonly panel: PanelName | null;
  readonly demoOpen: boolean;
}

export type ViewStore = StoreApi<View>;

/** A store with nothing known yet. */
export function createViewStore(language: Language, demoOpen: boolean): ViewStore {
  return createStore<View>(() => ({
    connection: 'connecting',
    desk: null,
    language,
    deskAhead: 0,
    busy: null,
    scanning: false,
    chosen: null,
    notice: null,
    helpOpen: false,
    panel: null,
    demoOpen,
  }));
}

/** Takes a pushed state; parts that are as before stay the same objects, so that only what changed is drawn again. */
export function takeState(store: ViewStore, pushed: DeskState): void {
  const before = store.getState();
  const desk = before.desk === null ? pushed : keepingEqualParts(before.desk, pushed);
  const { chosen } = before;
  const judged =
    chosen !== null && (desk.shown?.scanId !== chosen.scanId || desk.shown.verdict.children === chosen.children);
  store.setState({
    desk,
    language: desk.language,
    deskAhead: steadily(before.deskAhead, Date.parse(pushed.now) - Date.now()),
    chosen: judged ? null : chosen,
    ...arrivalIn(before.desk, desk),
  });
}

/** Whether keys may be a scan: a desk that is not enrolled has passwords to type, and takes scans only to try them out. */
export function takesScans({ desk }: View): boolean {
  return desk?.site !== null || desk.scanners.test !== null;
}

/** Keeps the measured difference of the clocks, in milliseconds, unless it is another: it wavers with every message. */
function steadily(before: number, measured: number): number {
  return Math.abs(measured - before) > 1_000 ? measured : before;
}

/** The number of children on screen: chosen by staff, else as judged. */
export function childrenOnScreen({ desk, chosen }: View): number {
  const shown = desk?.shown ?? null;
  if (shown === null) return 0;
  return chosen?.scanId === shown.scanId ? chosen.children : shown.verdict.children;
}

function keepingEqualParts(before: DeskState, pushed: DeskState): DeskState {
  return {
    ...pushed,
    site: same(before.site, pushed.site),
    performances: same(before.performances, pushed.performances),
    shown: same(before.shown, pushed.shown),
    last: same(before.last, pushed.last),
    recent: same(before.recent, pushed.recent),
    basket: same(before.basket, pushed.basket),
    assistance: same(before.assistance, pushed.assistance),
    followUps: same(before.followUps, pushed.followUps),
    sync: same(before.sync, pushed.sync),
    scanners: same(before.scanners, {
      ...pushed.scanners,
      devices: same(before.scanners.devices, pushed.scanners.devices),
      settings: same(before.scanners.settings, pushed.scanners.settings),
      test: same(before.scanners.test, pushed.scanners.test),
    }),
    demo: same(before.demo, pushed.demo),
  };
}

/** Both come from JSON with one schema, so that equal text is equal meaning. */
function same<Part>(before: Part, pushed: Part): Part {
  return JSON.stringify(before) === JSON.stringify(pushed) ? before : pushed;
}
