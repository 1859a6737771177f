/** Pseudo terminals that stand for serial readers: serialport opens them like any port. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const SOCAT = '/usr/bin/socat';

/** True where the tests that need a pseudo terminal cannot run; then it says so. */
export function withoutPtys(): boolean {
  if (existsSync(SOCAT)) return false;
  process.stdout.write('SKIPPED on this machine: socat makes the pseudo terminals, and is not installed.\n');
  return true;
}

export interface Reader {
  /** Names the port, the same one after each replug. */
  readonly path: string;
  /** Sends bytes as a reader does; resolves when the system has taken them. */
  send(bytes: Uint8Array): Promise<void>;
  /** Pulls it out: the port is gone when this resolves. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** For good. */
  remove(): Promise<void>;
}

/** A reader that is plugged in. */
export async function plugReader(): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'kaikudesk-pty-'));
  const path = join(folder, 'reader');
  let socat: ChildProcessByStdio<Writable, null, Readable> | null = null;
  const reader: Reader = {
    path,
    send: (bytes) =>
      new Promise((resolve, reject) => {
        if (socat === null) reject(new Error('The reader is not plugged in.'));
        else socat.stdin.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    unplug: async () => {
      const process = socat;
      socat = null;
      if (process === null || process.exitCode !== null) return;
      const ended = new Promise((resolve) => process.once('exit', resolve));
      process.kill('SIGTERM');
      await ended;
    },
    plug: async () => {
      socat = await start(path);
    },
    remove: async () => {
      await reader.unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await reader.plug();
  return reader;
}

/** Between its standard input and a pseudo terminal, under a name that stays. */
function start(path: string): Promise<ChildProcessByStdio<Writable, null, Readable>> {
  const socat = spawn(SOCAT, ['-d', '-d', '-', `pty,raw,echo=0,link=${path}`], { stdio: ['pipe', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    socat.stderr.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      if (said.includes('starting data transfer loop')) resolve(socat);
    });
    socat.once('error', reject);
    socat.once('exit', () => reject(new Error(`socat ended: ${said}`)));
    // What was under way when it was unplugged has nowhere to go.
    socat.stdin.on('error', () => undefined);
  });
}
