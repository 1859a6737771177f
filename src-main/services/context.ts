/** What every use case of the desk is handed: the ports, the session in memory and the way to push. */
import type { Ids, Timer } from '../../src-shared/kernel/ports.ts';
import type { CorrectedClock } from './corrected-clock.ts';
import type { DeskStore } from './desk-store.ts';
import type { CardList, SyncControl } from './ports.ts';
import type { ScannerPort } from './scanner-port.ts';
import type { Session } from './session.ts';
import type { StatePush } from './state-push.ts';

export interface DeskContext {
  readonly store: DeskStore;
  readonly cardList: CardList;
  readonly clock: CorrectedClock;
  readonly ids: Ids;
  readonly timer: Timer;
  readonly syncControl: SyncControl;
  readonly scanners: ScannerPort;
  readonly session: Session;
  readonly push: StatePush;
}
