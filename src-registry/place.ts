/** Where the registry's data lie: its own PostgreSQL in a folder, or another one's address. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { startEmbedded } from './db/embedded.ts';
import type { Place } from './options.ts';
import type { Ports } from './start.ts';
import { StartFailure } from './start-failure.ts';

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

/** Opens the place, and starts PostgreSQL where it is the registry's own. Throws StartFailure. */
export async function openPlace(place: Place, ports: Ports, say: (sentence: string) => void): Promise<OpenPlace> {
  if (place.kind === 'url') return openUrl(place.url);
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

async function openUrl(url: string): Promise<OpenPlace> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`The database that was given cannot be reached: ${why}.`, { cause: error });
  }
  const snapshots = temporaryFolder();
  return {
    url,
    folder: null,
    snapshots,
    lost: new Promise(() => undefined),
    close: async () => remove(snapshots),
  };
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
