// Starts parts of Kaikudesk as child processes and waits until each says that it listens.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { node24, root } from './node.mjs';

/**
 * Starts a built part; resolves with its process and the JSON line that it printed when ready, or rejects with the
 * sentence that it ended with. It ends with us, however we end: it watches the IPC channel.
 */
export function startPart(file, words) {
  const child = spawn(node24(), [join(root, file), ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(-4_000);
    process.stderr.write(String(data).replaceAll(/^(?=.)/gm, '  '));
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve({ child, ...JSON.parse(line) }));
    child.once('error', reject);
    child.once('exit', () => reject(new Error(said.trim())));
  });
}

/** Asks a part to end and waits until it has. */
export function endPart({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}
