/** What a person can do with scanners: try them out, use one or put it aside, change the settings. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { ScannerSettings } from '../../src-shared/desk-api/scanners.ts';
import type { Calls } from './calls.ts';
import type { ViewStore } from './view.ts';

/** The settings that staff change; what the desk remembers of devices is its own. */
export type ChangeableSettings = PayloadOf<'scanners.settings'>;

export interface ScannerActions {
  /** Opens the set-up page with an empty test area, or leaves it: then scans are sales again. */
  openScanners(open: boolean): Promise<void>;
  /** Empties the test area. */
  clearTestArea(): Promise<void>;
  chooseScanner(wish: PayloadOf<'scanners.choose'>): Promise<void>;
  /** Changes some of the settings; the rest stays. Gives whether it was kept; a failure is shown. */
  changeScanners(change: (settings: ChangeableSettings) => ChangeableSettings): Promise<boolean>;
}

/** Binds the commands to calls and to the view. */
export function createScannerActions({ call }: Calls, { getState: get, setState: set }: ViewStore): ScannerActions {
  /** What was sent last, as long as the desk has not pushed other settings than it had before. */
  let sent: { readonly before: ScannerSettings; readonly settings: ChangeableSettings } | null = null;

  function latest(before: ScannerSettings): ChangeableSettings {
    if (sent?.before === before) return sent.settings;
    const { doubleReadMilliseconds, wedge, serial, camera } = before;
    return { doubleReadMilliseconds, wedge, serial, camera };
  }

  return {
    async openScanners(open) {
      set({ panel: null, helpOpen: false });
      await call('scanners.test', { open });
    },
    async clearTestArea() {
      await call('scanners.test', { open: true });
    },
    async chooseScanner(wish) {
      await call('scanners.choose', wish);
    },
    async changeScanners(change) {
      const before = get().desk?.scanners.settings;
      if (before === undefined) return false;
      const settings = change(latest(before));
      const own = { before, settings };
      sent = own;
      const { ok } = await call('scanners.settings', settings);
      if (!ok && sent === own) sent = null;
      return ok;
    },
  };
}
