/** What the screen does with what the keyboard wedge finds: scans, parts of scans, and what is learnt of the readers. */
import type { DeskClient } from '../../src-shared/desk-api/client.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import type { Actions } from '../stores/actions.ts';
import { takesScans, type ViewStore } from '../stores/view.ts';
import type { WedgeUser } from './wedge-listener.ts';

/** Binds the wedge to the desk. What a reader sent key by key is shown in the test area alone. */
export function wedgeUser(client: DeskClient, view: ViewStore, actions: Actions): WedgeUser {
  const scanners = () => view.getState().desk?.scanners ?? null;
  const isTestOpen = () => (scanners()?.test ?? null) !== null;

  return {
    listening: () => takesScans(view.getState()),
    settings: () => scanners()?.settings.wedge ?? null,
    onScan(text, raw) {
      void actions.scan({ text, source: 'wedge', ...(isTestOpen() ? { raw } : {}) });
    },
    onPartial(text, raw) {
      if (isTestOpen()) void actions.scan({ text, source: 'wedge', raw });
      else view.setState({ notice: fail('desk.partial-scan').error });
    },
    onLearnt(learnt) {
      const settings = scanners()?.settings;
      if (settings === undefined) return;
      const { doubleReadMilliseconds, wedge, serial, camera } = settings;
      // Nobody asked for it, so that nobody hears of a failure: after the next scan it is tried again.
      const wanted = { doubleReadMilliseconds, wedge: { ...wedge, ...learnt }, serial, camera };
      void client.call('scanners.settings', wanted);
    },
  };
}
