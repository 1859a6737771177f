/** A desk over a real desk.db in a temporary folder, with a clock, a card list and a sync that the test drives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createRouter } from '../../src-shared/desk-api/router.ts';
import type { CommandAnswer, CommandName, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import { deskState, type DeskState } from '../../src-shared/desk-api/state.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { Enrolment } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { UseChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import { createCodeKeeper } from '../../src-main/services/codes.ts';
import { correctedClock } from '../../src-main/services/corrected-clock.ts';
import { createDesk, type Desk } from '../../src-main/services/desk.ts';
import type { DeskStore } from '../../src-main/services/desk-store.ts';
import type { Enroller, Secrets } from '../../src-main/services/ports.ts';
import { openDeskStore } from '../../src-main/store/open.ts';
import { NETWORK_KEYS, settableCardList, type SettableCardList } from './cards.ts';
import { NOON } from './performances.ts';
import { playedScanners, type PlayedScanners } from './scanner-port.ts';
import { settableTime, settled, type SettableTime } from './settable-time.ts';

export const SITE = {
  id: '019d0000-0000-7000-9000-000000000002',
  login: 'teatteri',
  name: 'Teatteri',
  type: 'theatre',
} as const;

export const FIRST_EPOCH = '019d0000-0000-7000-a000-000000000001';

export const SECRETS: Secrets = {
  registryUrl: 'http://127.0.0.1:1',
  token: 'token',
  networkKeys: NETWORK_KEYS,
  sealingKey: Buffer.alloc(32, 9).toString('base64'),
  signingKey: Buffer.alloc(32, 8).toString('base64'),
};

export interface DeskUnderTest {
  readonly desk: Desk;
  readonly folder: string;
  readonly store: DeskStore;
  readonly cards: SettableCardList;
  readonly time: SettableTime;
  /** What the desk poked its sync for. */
  readonly pokes: string[];
  readonly scanners: PlayedScanners;
  /** Every pushed state, validated. */
  readonly pushed: DeskState[];
  readonly bugs: unknown[];
  secrets: Secrets | null;
  /** Calls a command through the router, as a screen does. */
  call<Name extends CommandName>(command: Name, payload: PayloadOf<Name>): Promise<Result<CommandAnswer<Name>>>;
  state(): DeskState;
  offer(...performances: Performance[]): Promise<void>;
  /** Hears of uses, read to the feed's end. */
  hearUses(...uses: UseChange[]): Promise<void>;
  /** The desk's own time as the registry would write it. */
  now(): string;
  online(skewMilliseconds?: number): Promise<void>;
  offline(): Promise<void>;
  /** Scans by wedge, past the double-read guard, and gives the shown verdict. */
  scan(code: string): Promise<NonNullable<DeskState['shown']>>;
  /** Confirms a verdict with the children that it has, deliberately. */
  confirmed(shown: NonNullable<DeskState['shown']>): Promise<string>;
  /** Scans and confirms, deliberately. */
  sell(code: string, children?: number): Promise<string>;
  /** Answers the open lease requests like a registry that has `pool` places; gives what was asked. */
  answerLeases(pool: number): Promise<number>;
  /** Runs SQL behind the desk's back. */
  sql<Row>(text: string): Row[];
  /** Ends this desk and starts another over the same folder. */
  restart(): Promise<DeskUnderTest>;
  close(): void;
}

export interface Circumstances {
  readonly folder?: string;
  readonly time?: SettableTime;
  readonly cards?: SettableCardList;
  readonly enrolled?: boolean;
  readonly epoch?: string;
  readonly enroller?: Enroller;
  readonly demo?: boolean;
  /** No screen: nothing is pushed, so nothing is validated either. */
  readonly unwatched?: boolean;
  /** Puts something between the desk and its store. */
  readonly store?: (store: DeskStore) => DeskStore;
}

/** Makes a desk at noon of an ordinary day, enrolled unless said otherwise. */
export async function deskUnderTest(circumstances: Circumstances = {}): Promise<DeskUnderTest> {
  const folder = circumstances.folder ?? mkdtempSync(join(tmpdir(), 'kaikudesk-test-'));
  const time = circumstances.time ?? settableTime(NOON);
  const cards = circumstances.cards ?? settableCardList(time.clock.now());
  const opened = openDeskStore(folder, time.clock.now());
  if (!opened.ok) throw new Error(opened.error.code);
  const real = opened.value.store;
  const store = circumstances.store?.(real) ?? real;
  const enrolled = circumstances.enrolled ?? true;
  const isFirstStart = real.settings.read('enrolment') === null;
  if (enrolled && isFirstStart) {
    real.transaction(() => {
      real.settings.write('enrolment', enrolment(circumstances));
      real.epochs.start(circumstances.epoch ?? FIRST_EPOCH, new Date(time.clock.now()).toISOString());
    });
  }
  const clock = correctedClock(time.clock, real.settings.read('clock-skew'));
  const now = (): string => new Date(clock.now()).toISOString();
  const pokes: string[] = [];
  const pushed: DeskState[] = [];
  const bugs: unknown[] = [];
  const secretsHeld: { secrets: Secrets | null } = { secrets: enrolled ? SECRETS : null };
  const scanners = playedScanners();
  const desk = createDesk({
    store,
    cardList: cards,
    codeKeeper: enrolled ? await createCodeKeeper(SECRETS) : null,
    makeCodeKeeper: createCodeKeeper,
    secrets: { read: () => secretsHeld.secrets, write: (secrets) => void (secretsHeld.secrets = secrets) },
    enroller: circumstances.enroller ?? { enrol: async () => fail('registry.unreachable') },
    onEnrolled: async () => void pokes.push('enrolled'),
    clock,
    ids: time.idsOf(clock),
    timer: time.timer,
    syncControl: { poke: (what) => void pokes.push(what), cutNetwork: (cut) => void pokes.push(`cut ${cut}`) },
    scanners,
    language: 'fi',
    demo: {
      'demo.card': () => fail('desk.failed'),
      'demo.received': () => ok({ received: [] }),
      'demo.second-desk': () => ok({ url: 'http://127.0.0.1:2' }),
    },
    onBug: (error) => void bugs.push(error),
  });
  if (circumstances.unwatched !== true) desk.onState((state) => void pushed.push(deskState.parse(state)));
  const route = createRouter(desk.handlers, (error) => void bugs.push(error));

  const self: DeskUnderTest = {
    desk,
    folder,
    store: real,
    cards,
    time,
    pokes,
    scanners,
    pushed,
    bugs,
    get secrets() {
      return secretsHeld.secrets;
    },
    set secrets(secrets) {
      secretsHeld.secrets = secrets;
    },
    async call(command, payload) {
      const reply = await route({ id: 1, command, payload });
      await settled();
      if (bugs.length > 0) throw bugs[0];
      return reply.ok ? ok(reply.answer as never) : { ok: false, error: reply.error };
    },
    state: () => deskState.parse(desk.state()),
    async offer(...performances) {
      const changes = performances.map((performance) => ({ id: performance.id, performance }));
      await desk.deskSide.apply({
        stream: 'performances',
        changes,
        cursor: 'p',
        fromBeginning: false,
        more: false,
        serverTime: now(),
      });
    },
    hearUses: (...changes) =>
      desk.deskSide.apply({
        stream: 'uses',
        changes,
        cursor: 'u',
        fromBeginning: false,
        more: false,
        serverTime: now(),
      }),
    now,
    async online(skewMilliseconds = 0) {
      await desk.deskSide.report({ network: 'online', skewMilliseconds, trouble: null, loadingCards: false });
      await settled();
    },
    async offline() {
      const { skewMilliseconds } = self.state().sync;
      await desk.deskSide.report({ network: 'offline', skewMilliseconds, trouble: null, loadingCards: false });
      await settled();
    },
    async scan(code) {
      await time.advance(2_000);
      const answer = await self.call('desk.scan', { text: code, source: 'wedge' });
      if (!answer.ok) throw new Error(answer.error.code);
      return self.state().shown!;
    },
    async confirmed({ scanId, verdict }) {
      const { children } = verdict;
      const answer = await self.call('desk.confirm', { scanId, children, deliberately: true });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value.acquisitionId;
    },
    async sell(code, children = 0) {
      const { scanId } = await self.scan(code);
      const answer = await self.call('desk.confirm', { scanId, children, deliberately: true });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value.acquisitionId;
    },
    async answerLeases(pool) {
      let asked = 0;
      let left = pool;
      for (const request of await desk.deskSide.wantedPlaces()) {
        const before = real.leases.find(request.epoch, request.performanceId)?.counters.granted ?? 0;
        const given = Math.min(left, request.units);
        left -= given;
        asked += request.units;
        const { performanceId, epoch } = request;
        const answer: LeaseAnswer = { performanceId, epoch, granted: before + given, pool: left };
        await desk.deskSide.granted(request, answer);
      }
      await settled();
      return asked;
    },
    sql<Row>(text: string): Row[] {
      const database = new Database(join(folder, 'desk.db'));
      try {
        const statement = database.prepare<[], Row>(text);
        if (statement.reader) return statement.all();
        statement.run();
        return [];
      } finally {
        database.close();
      }
    },
    async restart() {
      desk.close();
      real.close();
      return deskUnderTest({ ...circumstances, folder, time, cards });
    },
    close() {
      desk.close();
      real.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return self;
}

function enrolment({ demo = true }: Circumstances): Pick<Enrolment, 'deskId' | 'deskName' | 'site' | 'demo'> {
  return { deskId: '019d0000-0000-7000-9000-000000000003', deskName: 'Kassa 1', site: SITE, demo };
}

/** Codes of a verdict's reasons. */
export function reasonsOf(shown: DeskState['shown']): string[] {
  return shown?.verdict.reasons.map(({ code }) => code) ?? [];
}
