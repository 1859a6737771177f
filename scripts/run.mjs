// Runs one part by hand, after setting up what it needs: the PARTS below.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, root, stop } from './node.mjs';
import { setUp } from './setup.mjs';
import { withTemporaryFolder } from './temporary.mjs';

const PARTS = {
  registry: ['dist/src-registry/main.js'],
  desk: ['dist/src-main/hosts/web/main.js'],
  bench: ['test/bench/main.ts'],
  conformance: ['test/conformance/main.ts'],
  docs: ['test/contract/write-docs.ts'],
  pictures: ['test/e2e/pictures.ts'],
  coverage: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.coverage.config.ts'],
  mutation: ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run'],
  build: null,
};

/** Those that keep what they write; nobody needs what the others leave in temporary folders. */
const SERVICES = new Set(['registry', 'desk']);

const [part, ...words] = process.argv.slice(2);
if (!Object.hasOwn(PARTS, part ?? '')) stop(`There is no part ${part}: ${Object.keys(PARTS).join(', ')}.`);
await setUp();
if (PARTS[part] !== null) {
  const [file, ...always] = PARTS[part];
  const child = spawn(node24(), [join(root, file), ...always, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...(SERVICES.has(part) ? {} : withTemporaryFolder()) },
  });
  // Ctrl-C reaches the whole group by itself; a signal to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
