// Builds everything into dist: the layers by their project references, then the screen.
import { join } from 'node:path';
import { node24, root, stop } from './node.mjs';
import { run } from './steps.mjs';

const LAYERS = ['src-main/hosts', 'src-main/hosts/tsconfig.preload.json', 'src-registry', 'src-renderer'];

for (const [name, words] of [
  ['typescript/bin/tsc', ['-b', ...LAYERS]],
  ['vite/bin/vite.js', ['build', '--logLevel', 'warn']],
]) {
  const { code, output } = await run(node24(), [join(root, 'node_modules', name), ...words], { cwd: root });
  process.stdout.write(output);
  if (code !== 0) stop(`${name} failed.`);
}
