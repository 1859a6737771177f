/** Where the registry's data lie: its own PostgreSQL in a folder, or another one's address. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { startEmbedded } from './db/embedded.ts';
import type { Timer } from '../src-shared/kernel/ports.ts';
import type { Place } from './options.ts';
import type { Ports } from './start.ts';
import { codeOf, StartFailure } from './start-failure.ts';

export interface OpenPlace {
  readonly url: string;
  /** The database folder; null where PostgreSQL is not the registry's own. */
  readonly folder: string | null;
  /** For the published card lists. */
  readonly snapshots: string;
  /** Resolves when the registry's own PostgreSQL is gone; never for another one's. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

/** Opens the place: starts PostgreSQL where it is the registry's own, waits for another one's that is away. Throws StartFailure. */
export async function openPlace(
  place: Place,
  ports: Ports,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<OpenPlace> {
  if (place.kind === 'url') return openUrl(place.url, ports.timer, say, signal);
  const temporary = place.kind === 'temporary';
  const folder = temporary ? temporaryFolder() : resolve(place.path);
  try {
    const embedded = await startEmbedded(folder, ports.random, ports.timer, say);
    return {
      url: embedded.url,
      folder,
      snapshots: join(folder, 'snapshots'),
      lost: embedded.exited,
      async close() {
        await embedded.close({ remove: temporary });
        if (temporary) remove(folder);
      },
    };
  } catch (error) {
    if (temporary) remove(folder);
    throw error;
  }
}

/** Away, starting or full: it comes back by itself. Anything else, such as a wrong password, does not. */
const COMES_BACK = /^(?:08|53|57)|^E(?:CONN(?:REFUSED|RESET)|TIMEDOUT|HOSTUNREACH|AI_AGAIN)$/;
const LOOK_AGAIN_MILLISECONDS = 500;

async function openUrl(
  url: string,
  timer: Timer,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<OpenPlace> {
  let failure = await whyUnreachable(url);
  if (failure !== null && COMES_BACK.test(failure.code)) {
    say(`The database that was given cannot be reached yet: ${failure.why}. Waiting for it.`);
  }
  while (failure !== null) {
    if (signal.aborted || !COMES_BACK.test(failure.code)) {
      throw new StartFailure(`The database that was given cannot be reached: ${failure.why}.`);
    }
    await timer.sleep(LOOK_AGAIN_MILLISECONDS, signal);
    failure = await whyUnreachable(url);
  }
  const snapshots = temporaryFolder();
  return {
    url,
    folder: null,
    snapshots,
    lost: new Promise(() => undefined),
    async close() {
      remove(snapshots);
    },
  };
}

async function whyUnreachable(url: string): Promise<{ code: string; why: string } | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Without a code, pg ran out of time or was hung up on.
    const code = codeOf(error) || 'ETIMEDOUT';
    return { code, why: message === '' ? code : message };
  } finally {
    await client.end().catch(() => undefined);
  }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-registry-'));
  // PostgreSQL's own user may have to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
