/** What a person can do on the screen, as commands to the desk. */
import type { DeskClient } from '../../src-shared/desk-api/client.ts';
import type { CommandAnswer, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import { LONGEST_SCAN } from '../../src-shared/scan/scan.ts';
import { createCalls } from './calls.ts';
import { rememberDemoOpen } from './remembered.ts';
import { createScannerActions, type ScannerActions } from './scanner-actions.ts';
import { childrenOnScreen, type ViewStore } from './view.ts';
import { canBeTakenBack, createWorkActions, type WorkActions } from './work-actions.ts';

/** The most children that the contract carries. */
const MOST_CHILDREN = 99;

export interface Actions extends WorkActions, ScannerActions {
  enrol(wish: PayloadOf<'desk.enrol'>): Promise<void>;
  setLanguage(language: Language): Promise<void>;
  pick(performanceId: string | null): Promise<void>;
  /** A scan of the screen's own; what is longer than the contract carries is cut. */
  scan(read: PayloadOf<'desk.scan'>): Promise<void>;
  /** Adds to the number of children on screen, within what the card admits. */
  addChildren(difference: 1 | -1): Promise<void>;
  /** Records what is on screen: an accepted card, or deliberately a warned one. */
  confirm(): Promise<void>;
  dismiss(): Promise<void>;
  /** Takes the last acquisition back, as a mistake, in one press. */
  undo(): Promise<void>;
  closeNotice(): void;
  openHelp(open: boolean): void;
  openDemo(open: boolean): void;
  /** A demo command; its failure is shown and given back as null. */
  demo<Name extends DemoCommand>(command: Name, payload: PayloadOf<Name>): Promise<CommandAnswer<Name> | null>;
  /** A look at what the registry has received; null where it cannot be had. */
  received(): Promise<CommandAnswer<'demo.received'> | null>;
}

type DemoCommand = 'demo.network' | 'demo.card' | 'demo.second-desk';

/** Binds the commands to a client and to the view. */
export function createActions(client: DeskClient, view: ViewStore): Actions {
  const { getState: get, setState: set } = view;

  const calls = createCalls(client, view);
  const { call, once } = calls;

  return {
    ...createWorkActions(calls, view),
    ...createScannerActions(calls, view),
    async enrol(wish) {
      await once('enrol', () => call('desk.enrol', wish));
    },
    async setLanguage(language) {
      set({ language });
      if (get().desk !== null) await call('desk.language', { language });
    },
    async pick(performanceId) {
      set({ panel: null });
      await call('desk.pick', { performanceId });
    },
    async scan(read) {
      // Sent before anything is drawn again: the verdict is waited for.
      const answer = client.call('desk.scan', { ...read, text: read.text.slice(0, LONGEST_SCAN) });
      set({ scanning: true, helpOpen: false, panel: null, notice: null });
      const result = await answer;
      set({ scanning: false, notice: result.ok ? null : result.error });
    },
    async addChildren(difference) {
      const state = get();
      const shown = state.desk?.shown ?? null;
      if (shown === null || state.scanning || state.busy !== null) return;
      const most = shown.verdict.mostChildren ?? MOST_CHILDREN;
      const before = childrenOnScreen(state);
      // A number beyond the limit (it was lowered meanwhile) can still be lowered.
      const children = Math.max(0, difference > 0 ? Math.max(before, Math.min(before + 1, most)) : before - 1);
      if (children === before) return;
      const chosen = { scanId: shown.scanId, children };
      set({ chosen });
      const result = await call('desk.children', chosen);
      if (!result.ok && get().chosen === chosen) set({ chosen: null });
    },
    async confirm() {
      const state = get();
      const shown = state.desk?.shown ?? null;
      if (shown === null || state.scanning || shown.verdict.outcome === 'refuse') return;
      await once('confirm', () =>
        call('desk.confirm', {
          scanId: shown.scanId,
          children: childrenOnScreen(state),
          deliberately: shown.verdict.outcome === 'warn',
        }),
      );
    },
    async dismiss() {
      const shown = get().desk?.shown ?? null;
      if (shown !== null) await call('desk.dismiss', { scanId: shown.scanId });
    },
    async undo() {
      const last = get().desk?.last ?? null;
      if (last === null || !canBeTakenBack(last.state)) return;
      await once('undo', () => call('desk.undo', { acquisitionId: last.acquisitionId, why: 'mistake' }));
    },
    closeNotice: () => set({ notice: null }),
    openHelp: (helpOpen) => set({ helpOpen }),
    openDemo(demoOpen) {
      rememberDemoOpen(demoOpen);
      set({ demoOpen });
    },
    async demo(command, payload) {
      const result = await once('demo', () => call(command, payload));
      return result?.ok === true ? result.value : null;
    },
    async received() {
      const result = await client.call('demo.received', null);
      return result.ok ? result.value : null;
    },
  };
}
