/** What a person can do around the sale of one card: stages, corrections, assistants, groups, follow-ups. */
import type { CommandName, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { RecordedSale } from '../../src-shared/desk-api/state.ts';
import type { Calls } from './calls.ts';
import type { PanelName, ViewStore } from './view.ts';

export interface WorkActions {
  openPanel(panel: PanelName): void;
  /** Closes it if it is the one that is open. */
  closePanel(panel: PanelName): void;
  /** What scanning is for; a reservation without the card at the desk is one by telephone (SALE-7, CARD-8). */
  setStage(wish: PayloadOf<'desk.stage'>): Promise<void>;
  /** Gives whether it was done; a failure is shown. */
  takeBack(wish: PayloadOf<'desk.undo'>): Promise<boolean>;
  correct(wish: PayloadOf<'desk.correct'>): Promise<boolean>;
  assist(wish: PayloadOf<'desk.assist'>): Promise<boolean>;
  undoAssist(assistanceId: string): Promise<boolean>;
  setSoldOut(wish: PayloadOf<'desk.sold-out'>): Promise<boolean>;
  openGroup(open: boolean): Promise<void>;
  setLineChildren(wish: PayloadOf<'desk.group-children'>): Promise<boolean>;
  dropLine(lineId: string): Promise<boolean>;
  /** Records all good lines of the group: an accepted one, or deliberately a warned one. */
  confirmGroup(): Promise<void>;
  followedUp(acquisitionId: string): Promise<boolean>;
}

/** Whether an acquisition in this state can still be taken back. */
export function canBeTakenBack(state: RecordedSale['state']): boolean {
  return state === 'reserved' || state === 'redeemed' || state === 'attended';
}

/** Binds the commands to calls and to the view. */
export function createWorkActions({ call, once }: Calls, { getState: get, setState: set }: ViewStore): WorkActions {
  /** One at a time; gives whether it was done. */
  async function done<Name extends CommandName>(command: Name, payload: PayloadOf<Name>): Promise<boolean> {
    const result = await once('work', () => call(command, payload));
    return result?.ok === true;
  }

  return {
    openPanel: (panel) => set({ panel, notice: null }),
    closePanel(panel) {
      if (get().panel === panel) set({ panel: null, notice: null });
    },
    async setStage(wish) {
      await call('desk.stage', wish);
    },
    takeBack: (wish) => done('desk.undo', wish),
    correct: (wish) => done('desk.correct', wish),
    assist: (wish) => done('desk.assist', wish),
    undoAssist: (assistanceId) => done('desk.assist-undo', { assistanceId }),
    setSoldOut: (wish) => done('desk.sold-out', wish),
    async openGroup(open) {
      if (open === ((get().desk?.basket ?? null) !== null)) return;
      await call('desk.group', { open });
    },
    async setLineChildren(wish) {
      const { ok } = await call('desk.group-children', wish);
      return ok;
    },
    dropLine: (lineId) => done('desk.group-drop', { lineId }),
    async confirmGroup() {
      const { desk, scanning } = get();
      const basket = desk?.basket ?? null;
      if (basket === null || scanning || basket.outcome === 'refuse') return;
      await once('confirm', () =>
        call('desk.group-confirm', { basketId: basket.basketId, deliberately: basket.outcome === 'warn' }),
      );
    },
    followedUp: (acquisitionId) => done('desk.followed-up', { acquisitionId }),
  };
}
