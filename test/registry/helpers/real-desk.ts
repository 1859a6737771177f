/** The real desk, in this process: its services, its files and its sync, against a registry over HTTP; only the screen is missing. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noScanners } from '../../../src-main/hosts/no-scanners.ts';
import { machineRandom, machineTimer, timedIds } from '../../../src-main/hosts/real-ports.ts';
import { FILE_MODE_ONLY, secretFile } from '../../../src-main/hosts/secret-file.ts';
import { createCodeKeeper } from '../../../src-main/services/codes.ts';
import { correctedClock } from '../../../src-main/services/corrected-clock.ts';
import { createDesk } from '../../../src-main/services/desk.ts';
import type { Secrets } from '../../../src-main/services/ports.ts';
import { openCardCache } from '../../../src-main/store/card-cache.ts';
import { openCardList } from '../../../src-main/store/card-list.ts';
import { openDeskStore } from '../../../src-main/store/open.ts';
import { axiosNetwork } from '../../../src-main/sync/axios-network.ts';
import { createEnroller } from '../../../src-main/sync/enroller.ts';
import { createRegistryClient } from '../../../src-main/sync/registry-client.ts';
import { createSync, type Sync } from '../../../src-main/sync/sync.ts';
import type { DeskState } from '../../../src-shared/desk-api/state.ts';
import type { Clock } from '../../../src-shared/kernel/ports.ts';
import { fail } from '../../../src-shared/kernel/result.ts';
import { clockFrom } from '../../../src-registry/real-ports.ts';

export interface RealDesk {
  state(): DeskState;
  /** Resolves as soon as the state fits. */
  until(fits: (state: DeskState) => boolean): Promise<DeskState>;
  pick(performanceId: string): Promise<void>;
  /** Scans a card; the codes of the verdict's reasons, and its outcome. */
  scan(code: string): Promise<{ readonly outcome: string; readonly reasons: readonly string[] }>;
  /** Scans and confirms, which must succeed. */
  sell(code: string): Promise<void>;
  secrets(): Secrets;
  listGeneration(): number;
  /** Puts the network on or off. */
  start(): void;
  stop(): Promise<void>;
  close(): Promise<void>;
  /** One more desk on a copy of its disk; its sync is started, this one's has to be stopped. */
  copy(): Promise<RealDesk>;
  /** The same on a copy without its secrets: it is enrolled anew. */
  copyEnrolledAnew(): Promise<RealDesk>;
}

export interface SkippingClock extends Clock {
  skip(milliseconds: number): void;
}

/** A clock that shows an instant now, runs on, and can be moved ahead. */
export function skippingClock(instant: string): SkippingClock {
  const running = clockFrom(Date.parse(instant));
  let ahead = 0;
  return { now: () => running.now() + ahead, skip: (milliseconds) => void (ahead += milliseconds) };
}

/** The same card may be scanned again after so long; a second read of it is no second scan. */
const BETWEEN_SCANS = 10_000;

/** Enrols a desk of a demo site; its sync is started. The clock is the registry's too. */
export async function realDesk(
  registryUrl: string,
  site: string,
  deskName: string,
  clock: SkippingClock,
  before: { readonly folder: string; readonly withSecrets: boolean } | null = null,
): Promise<RealDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-real-'));
  if (before !== null) cpSync(before.folder, folder, { recursive: true });
  if (before?.withSecrets === false) rmSync(join(folder, 'secrets'));
  const opened = openDeskStore(folder, clock.now());
  if (!opened.ok) throw new Error(opened.error.code);
  const { store } = opened.value;
  const secrets = secretFile(folder, FILE_MODE_ONLY);
  const copied = secrets.read();
  const cardList = openCardList(folder);
  const network = axiosNetwork(machineTimer);
  const bugs: unknown[] = [];
  let running: { readonly sync: Sync; readonly ending: AbortController; readonly ended: Promise<void> } | null = null;
  const unwanted = async () => fail('desk.no-demo' as const);
  const desk = createDesk({
    store,
    secrets,
    cardList,
    clock: correctedClock(clock, null),
    ids: timedIds(clock),
    timer: machineTimer,
    syncControl: { poke: (what) => running?.sync.poke(what), cutNetwork: () => undefined },
    scanners: noScanners(),
    language: 'fi',
    codeKeeper: copied === null ? null : await createCodeKeeper(copied),
    makeCodeKeeper: createCodeKeeper,
    enroller: createEnroller(network),
    onEnrolled: async () => undefined,
    demo: { 'demo.card': unwanted, 'demo.received': unwanted, 'demo.second-desk': unwanted },
    onBug: (bug) => bugs.push(bug),
  });
  const held = (): Secrets => {
    const found = secrets.read();
    if (found === null) throw new Error('the desk is not enrolled');
    return found;
  };
  const enrolment = { registryUrl, site, password: 'kaiku-demo', deskName };
  const enrolled = copied === null ? await desk.handlers['desk.enrol'](enrolment) : null;
  if (enrolled?.ok === false) throw new Error(enrolled.error.code);

  function start(): void {
    const { token, signingKey } = held();
    const cards = openCardCache(folder, signingKey);
    const client = createRegistryClient({ network, baseUrl: registryUrl, token });
    const ending = new AbortController();
    const onBug = (bug: unknown): void => void bugs.push(bug);
    const ports = { clock, timer: machineTimer, random: machineRandom, onBug };
    const sync = createSync({ desk: desk.deskSide, registry: client, cards, ...ports });
    const ended = sync.run(ending.signal).then(() => cards.close());
    running = { sync, ending, ended };
  }

  async function stop(): Promise<void> {
    running?.ending.abort();
    await running?.ended;
    running = null;
  }

  async function scan(code: string) {
    clock.skip(BETWEEN_SCANS);
    const scanned = await desk.handlers['desk.scan']({ text: code, source: 'wedge' });
    const { shown } = desk.state();
    if (!scanned.ok || shown === null) throw new Error('nothing is shown');
    const { outcome, reasons } = shown.verdict;
    return { scanId: shown.scanId, outcome, reasons: reasons.map((reason) => reason.code) };
  }

  start();
  return {
    state: desk.state,
    until: (fits) =>
      new Promise((resolve) => {
        const end = desk.onState((state) => {
          if (!fits(state)) return;
          queueMicrotask(() => end());
          resolve(state);
        });
      }),
    async pick(performanceId) {
      const picked = await desk.handlers['desk.pick']({ performanceId });
      if (!picked.ok) throw new Error(picked.error.code);
    },
    scan,
    async sell(code) {
      const { scanId, reasons } = await scan(code);
      const sold = await desk.handlers['desk.confirm']({ scanId, children: 0, deliberately: true });
      if (!sold.ok) throw new Error(`${sold.error.code}: ${reasons.join(', ')}`);
    },
    secrets: held,
    listGeneration: () => cardList.status().keyGeneration,
    start,
    stop,
    copy: () => realDesk(registryUrl, site, deskName, clock, { folder, withSecrets: true }),
    copyEnrolledAnew: () => realDesk(registryUrl, site, deskName, clock, { folder, withSecrets: false }),
    async close() {
      await stop();
      desk.close();
      cardList.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
      if (bugs.length > 0) throw new AggregateError(bugs, 'the desk met bugs');
    },
  };
}
