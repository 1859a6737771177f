/** Starts the sync worker and gives the desk service its handle on it. */
import { once } from 'node:events';
import { extname } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { DeskSide, Secrets, SyncControl, SyncReport } from '../services/ports.ts';
import { FAILED } from '../sync/loop.ts';
import { serve } from './rpc.ts';
import type { SyncMessage, SyncWorkerData } from './sync-worker.ts';

const RESTART_MILLISECONDS = 1_000;

/** What is true while there is no worker: it may have died before its first report, or while it was on-line. */
const NO_WORKER: SyncReport = {
  network: 'offline',
  skewMilliseconds: null,
  trouble: FAILED.code,
  loadingCards: false,
};

export interface SyncThread extends SyncControl {
  /** Starts it, once; before that and after `stop` it does nothing. */
  start(secrets: Secrets, desk: DeskSide): void;
  /** Ends it; resolves when its files are closed. */
  stop(): Promise<void>;
}

/**
 * The sync in a thread of its own. A worker that dies of a bug is started anew after a second, for the desk must never
 * go on alone unnoticed; `onBug` hears of it, and the screen says so meanwhile.
 */
export function syncThread(options: {
  readonly dataFolder: string;
  readonly clockOffsetMilliseconds: number;
  readonly onBug: (error: unknown) => void;
}): SyncThread {
  let worker: Worker | null = null;
  let restart: ReturnType<typeof setTimeout> | undefined;
  let networkCut = false;
  let stopping = false;
  const say = (message: SyncMessage): void => worker?.postMessage(message);

  function start(secrets: Secrets, desk: DeskSide): void {
    const { port1, port2 } = new MessageChannel();
    serve(port1, desk);
    const workerData: SyncWorkerData = {
      deskPort: port2,
      dataFolder: options.dataFolder,
      registryUrl: secrets.registryUrl,
      token: secrets.token,
      signingKey: secrets.signingKey,
      clockOffsetMilliseconds: options.clockOffsetMilliseconds,
    };
    // The extension is the running file's own: .js once built, .ts when run from source.
    const file = new URL(`./sync-worker${extname(import.meta.url)}`, import.meta.url);
    worker = new Worker(file, { workerData, transferList: [port2] });
    worker.on('error', options.onBug);
    worker.once('exit', () => {
      port1.close();
      worker = null;
      if (stopping) return;
      restart = setTimeout(() => start(secrets, desk), RESTART_MILLISECONDS);
      desk.report(NO_WORKER).catch(options.onBug);
    });
    say({ say: 'cut', cut: networkCut });
  }

  return {
    start,
    poke: (what) => say({ say: 'poke', what }),
    cutNetwork(cut) {
      networkCut = cut;
      say({ say: 'cut', cut });
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      if (worker === null) return;
      const ended = once(worker, 'exit');
      say({ say: 'stop' });
      await ended;
    },
  };
}
