// Runs one part by hand, after setting up what it needs: registry, desk, bench, docs, pictures, build.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, root, stop } from './node.mjs';
import { setUp } from './setup.mjs';

const PARTS = {
  registry: ['dist/src-registry/main.js'],
  desk: ['dist/src-main/hosts/web/main.js'],
  bench: ['test/bench/main.ts'],
  docs: ['test/contract/write-docs.ts'],
  pictures: ['test/e2e/pictures.ts'],
  build: null,
};

const [part, ...words] = process.argv.slice(2);
if (!Object.hasOwn(PARTS, part ?? ''))
  stop(`There is no part ${part}: registry, desk, bench, docs, pictures or build.`);
await setUp();
if (PARTS[part] !== null) {
  const child = spawn(node24(), [...PARTS[part].map((file) => join(root, file)), ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the whole group by itself; a signal to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
