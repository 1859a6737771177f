/** Whether the desk is enrolled: it knows who it is, and holds the keys that go with it. */
import type { DeskContext } from './context.ts';
import type { DeskSettings } from './store-ports/settings.ts';

/** Who this desk is; null until enrolled, and where the keys have been lost. */
export function enrolmentOf({
  store,
  session,
}: Pick<DeskContext, 'store' | 'session'>): DeskSettings['enrolment'] | null {
  return session.codeKeeper === null ? null : store.settings.read('enrolment');
}
