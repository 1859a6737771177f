/** Wires the desk: store, services, sync, secrets. Knows no host; the hosts call it. */
import { resolve } from 'node:path';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { Reply } from '../../src-shared/desk-api/envelope.ts';
import { createRouter } from '../../src-shared/desk-api/router.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { Network } from '../../src-shared/kernel/ports.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { createCodeKeeper } from '../services/codes.ts';
import { correctedClock } from '../services/corrected-clock.ts';
import { createDesk, type Desk, type DeskDependencies } from '../services/desk.ts';
import type { Secrets, SecretStore } from '../services/ports.ts';
import type { ScannerPort } from '../services/scanner-port.ts';
import { openCardList } from '../store/card-list.ts';
import { openDeskStore, type StoreFailure } from '../store/open.ts';
import { axiosNetwork } from '../sync/axios-network.ts';
import { createEnroller } from '../sync/enroller.ts';
import type { RegistryResult } from '../sync/registry-answer.ts';
import { createRegistryClient, type RegistryClient } from '../sync/registry-client.ts';
import { holdDataFolder } from './data-folder.ts';
import { noScanners } from './no-scanners.ts';
import type { DeskOptions } from './options.ts';
import { machineClock, machineTimer, timedIds } from './real-ports.ts';
import { replayingScanners } from './replaying-scanners.ts';
import { scannerProcess, type DriverChild } from './scanner-process.ts';
import { secretFile, type Protection } from './secret-file.ts';
import { StartFailure } from './start-failure.ts';
import { syncThread } from './sync-thread.ts';

type DemoHandlers = DeskDependencies['demo'];

export interface ComposedDesk {
  /** Answers whatever a screen sent. Never throws. */
  answer(message: unknown): Promise<Reply>;
  /** Hands on the state now and after every change. */
  onState(listener: (state: DeskState) => void): () => void;
  close(): Promise<void>;
}

const STORE_SENTENCES: Record<StoreFailure, string> = {
  'store.newer-version': 'The data folder belongs to a newer Kaikudesk: update this one.',
  'store.not-writable': "The disk refuses to write the desk's database: is it full, or read-only?",
};

/**
 * Opens the data folder, makes the desk and starts its sync. With a site and a password on the command line it enrols
 * first, if it is not enrolled yet. Throws StartFailure for what a person can mend.
 */
export async function composeDesk(
  options: DeskOptions,
  protection: Protection,
  openSecondDesk: () => Promise<string>,
  startDriver: () => DriverChild,
): Promise<ComposedDesk> {
  const dataFolder = resolve(options.data);
  const release = holdDataFolder(dataFolder);
  const machine = machineClock(options.clockOffsetMilliseconds);
  const opened = openDeskStore(dataFolder, machine.now());
  if (!opened.ok) throw new StartFailure(STORE_SENTENCES[opened.error.code]);
  const { store, setAside } = opened.value;
  if (setAside !== null) sayOnError(`The desk's database was damaged. It is kept as ${setAside}; a new one is begun.`);

  const clock = correctedClock(machine, store.settings.read('clock-skew'));
  const secrets = secretFile(dataFolder, protection);
  const held = movedTo(options.registry, secrets);
  const network = axiosNetwork(machineTimer);
  const cardList = openCardList(dataFolder);
  const sync = syncThread({ dataFolder, clockOffsetMilliseconds: options.clockOffsetMilliseconds, onBug: sayBug });
  const devices = devicesOf(options, startDriver);
  const replaying =
    options.replay === null
      ? null
      : replayingScanners({ port: devices, file: options.replay, say: sayOnError, onBug: sayBug });
  const scanners = replaying ?? devices;
  /** Once the desk is enrolled: before that it takes no scan. */
  const begin = (): void => {
    const current = secrets.read();
    if (current !== null) sync.start(current, desk.deskSide);
    replaying?.replay();
  };
  const desk = createDesk({
    store,
    secrets,
    cardList,
    clock,
    ids: timedIds(clock),
    timer: machineTimer,
    syncControl: sync,
    scanners,
    language: options.language,
    codeKeeper: held === null ? null : await createCodeKeeper(held),
    makeCodeKeeper: createCodeKeeper,
    enroller: createEnroller(network),
    onEnrolled: async () => begin(),
    demo: demoHandlers(network, secrets, openSecondDesk),
    onBug: sayBug,
  });
  const composed: ComposedDesk = {
    answer: createRouter(desk.handlers, sayBug),
    onState: desk.onState,
    async close() {
      await Promise.all([sync.stop(), scanners.stop()]);
      desk.close();
      cardList.close();
      store.close();
      release();
    },
  };
  if (desk.state().site !== null) begin();
  else await enrolFromCommandLine(desk, options);
  return composed;
}

/** The secrets, with the registry's new address where the command line names one. */
function movedTo(registry: string | null, secrets: SecretStore): Secrets | null {
  const held = secrets.read();
  if (held === null || registry === null || held.registryUrl === registry) return held;
  const moved = { ...held, registryUrl: registry };
  secrets.write(moved);
  return moved;
}

async function enrolFromCommandLine(desk: Desk, options: DeskOptions): Promise<void> {
  const { registry, site, password, deskName } = options;
  if (registry === null || site === null || password === null) return;
  const enrolled = await desk.handlers['desk.enrol']({ registryUrl: registry, site, password, deskName });
  if (!enrolled.ok) throw new StartFailure(`The desk could not be enrolled at ${registry}: ${enrolled.error.code}.`);
}

/** The devices, where the command line wants any. */
function devicesOf({ scanners }: DeskOptions, spawn: () => DriverChild): ScannerPort {
  // The machine's own clock: one that was moved for a demonstration has not slept.
  return scanners === 'on'
    ? scannerProcess({ spawn, clock: machineClock(0), timer: machineTimer, say: sayOnError, onBug: sayBug })
    : noScanners();
}

/** The panel shows the registry's view, so it asks past the switch that cuts the desk's own network. */
function demoHandlers(network: Network, secrets: SecretStore, openSecondDesk: () => Promise<string>): DemoHandlers {
  const registry = (): RegistryClient => {
    const held = secrets.read();
    return createRegistryClient({ network, baseUrl: held?.registryUrl ?? '', token: held?.token ?? null });
  };
  return {
    'demo.card': async (body) => toDeskError(await registry().call('demoCard', { body })),
    'demo.received': async () => toDeskError(await registry().call('demoReceived', {})),
    'demo.second-desk': async () => ok({ url: await openSecondDesk() }),
  };
}

function toDeskError<Value>(result: RegistryResult<Value>): Result<Value, DeskErrorCode> {
  if (result.ok) return result;
  return fail(result.error.code === 'registry.problem' ? 'registry.refused' : result.error.code);
}

function sayOnError(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

function sayBug(error: unknown): void {
  sayOnError(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
