/** The desk service: use cases behind the contract with the screen, and the sync's side of them. */
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { Handlers } from '../../src-shared/desk-api/router.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { Ids, Timer } from '../../src-shared/kernel/ports.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import { assist, undoAssistance } from './assist.ts';
import { beat } from './beat.ts';
import { dismiss, setChildren } from './children.ts';
import { confirm } from './confirm.ts';
import type { DeskContext } from './context.ts';
import type { CorrectedClock } from './corrected-clock.ts';
import { correct } from './correct.ts';
import { createDeskSide } from './desk-side.ts';
import type { DeskStore } from './desk-store.ts';
import { enrol, type EnrolmentDependencies } from './enrol.ts';
import { enrolmentOf } from './enrolled.ts';
import { followUp } from './follow-up.ts';
import { confirmGroup } from './group-confirm.ts';
import { dropFromGroup, setGroup, setGroupChildren } from './group.ts';
import { setLanguage } from './language.ts';
import { pick } from './pick.ts';
import type { CardList, CodeKeeper, DeskSide, SyncControl } from './ports.ts';
import type { ScannerPort } from './scanner-port.ts';
import { chooseScanner, scannerSettingsOf, setScanners } from './scanner-settings.ts';
import { scannerListener, takeScreenScan } from './scanners.ts';
import { newSession } from './session.ts';
import { setSoldOut } from './sold-out.ts';
import { setStage } from './stage.ts';
import { createStatePush } from './state-push.ts';
import { undo } from './undo.ts';
import { openTestArea } from './try-out.ts';
import { stateOf } from './view.ts';

export interface DeskDependencies extends EnrolmentDependencies {
  readonly store: DeskStore;
  readonly cardList: CardList;
  /** Null until enrolled. */
  readonly codeKeeper: CodeKeeper | null;
  readonly clock: CorrectedClock;
  readonly ids: Ids;
  readonly timer: Timer;
  readonly syncControl: SyncControl;
  readonly scanners: ScannerPort;
  /** Until another is chosen. */
  readonly language: Language;
  /** What the demo panel asks of the host; called only where the registry is a demo. */
  readonly demo: Pick<Handlers, 'demo.card' | 'demo.received' | 'demo.second-desk'>;
  /** Hears of what was thrown where nobody waits for an answer. */
  onBug(error: unknown): void;
}

export interface Desk {
  readonly handlers: Handlers;
  readonly deskSide: DeskSide;
  state(): DeskState;
  /** Hands on the state now and after every change; gives the way to stop. */
  onState(listener: (state: DeskState) => void): () => void;
  /** Ends its timers and pushes; the store stays open and belongs to who opened it. */
  close(): void;
}

/** Makes the desk over its ports. */
export function createDesk(dependencies: DeskDependencies): Desk {
  const { store, codeKeeper, language, onBug, ...ports } = dependencies;
  const session = newSession(store, language, codeKeeper, ports.clock.now());
  const push = createStatePush(() => stateOf(context), onBug);
  const context: DeskContext = { ...ports, store, session, push };
  const ending = new AbortController();
  void beat(context, ending.signal).catch(onBug);
  context.scanners.start(scannerSettingsOf(context), scannerListener(context));
  return {
    handlers: handlersOf(context, dependencies),
    deskSide: createDeskSide(context, dependencies),
    state: () => stateOf(context),
    onState: push.onState,
    close() {
      ending.abort();
      session.shown?.asking?.abort();
      push.close();
    },
  };
}

function handlersOf(context: DeskContext, dependencies: DeskDependencies): Handlers {
  const { demo } = dependencies;
  let enrolling: Promise<unknown> = Promise.resolve();

  /** Guards a use case that needs an enrolled desk. */
  function enrolled<Payload, Value>(
    useCase: (context: DeskContext, payload: Payload) => Result<Value, DeskErrorCode>,
  ): (payload: Payload) => Result<Value, DeskErrorCode> {
    return (payload) => (enrolmentOf(context) === null ? fail('desk.not-enrolled') : useCase(context, payload));
  }

  /** Guards what only a demo registry offers. */
  function demonstrated<Payload, Answer>(
    handler: (payload: Payload) => Answer,
  ): (payload: Payload) => Answer | ReturnType<typeof fail<'desk.no-demo'>> {
    return (payload) => (enrolmentOf(context)?.demo === true ? handler(payload) : fail('desk.no-demo'));
  }

  return {
    'desk.state': () => ok(stateOf(context)),
    'desk.enrol'(wish) {
      const turn = enrolling.then(() => enrol(context, dependencies, wish));
      enrolling = turn.catch(() => null);
      return turn;
    },
    'desk.pick': enrolled(pick),
    'desk.stage': enrolled(setStage),
    'desk.scan': (read) => takeScreenScan(context, read),
    'desk.children': enrolled(setChildren),
    'desk.confirm': enrolled(confirm),
    'desk.dismiss': enrolled(dismiss),
    'desk.undo': enrolled(undo),
    'desk.correct': enrolled(correct),
    'desk.assist': enrolled(assist),
    'desk.assist-undo': enrolled(undoAssistance),
    'desk.sold-out': enrolled(setSoldOut),
    'desk.group': enrolled(setGroup),
    'desk.group-children': enrolled(setGroupChildren),
    'desk.group-drop': enrolled(dropFromGroup),
    'desk.group-confirm': enrolled(confirmGroup),
    'desk.followed-up': enrolled(followUp),
    'scanners.settings': (wish) => setScanners(context, wish),
    'scanners.choose': (wish) => chooseScanner(context, wish),
    'scanners.test': (wish) => openTestArea(context, wish),
    'desk.language': (wish) => setLanguage(context, wish),
    'demo.network': demonstrated(({ cut }) => {
      context.session.networkCut = cut;
      context.syncControl.cutNetwork(cut);
      context.push.changed();
      return ok(null);
    }),
    'demo.card': demonstrated(demo['demo.card']),
    'demo.received': demonstrated(demo['demo.received']),
    'demo.second-desk': demonstrated(demo['demo.second-desk']),
  };
}
