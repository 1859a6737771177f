// Which Node runs us. Plain JavaScript that any Node from 20 on understands: it runs before anything is installed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends with one sentence and exit code 1. */
export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Whether a version string is one that Kaikudesk runs on. */
function isRightNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 24 && minor >= 15;
}

/** Ends unless this Node can at least install: the rest runs on the Node that the package brings. */
export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) stop(`Kaikudesk needs Node 20 or later to install itself, this is ${process.versions.node}.`);
}

/** The Node 24 that came with the packages, else the running one if it is right, else a sentence and the end. */
export function node24() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const brought = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(brought)) return brought;
  if (isRightNode(process.versions.node)) return process.execPath;
  return stop(
    `Kaikudesk runs on Node 24.15 or a later 24, this is ${process.versions.node}, and no Node comes with the packages for ${process.platform}-${process.arch}: install Node 24.`,
  );
}
