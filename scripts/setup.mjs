// Installs and builds what is missing or out of date. Plain JavaScript for any Node from 20 on.
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { checkNode, node24, root, stop } from './node.mjs';
import { run, step } from './steps.mjs';

const INSTALLED = join(root, 'node_modules', '.kaikudesk-installed');
const BUILT = join(root, 'dist', '.built');
const SOURCES = [
  'src-shared',
  'src-main',
  'src-registry',
  'src-renderer',
  'resources',
  'scripts/build.mjs',
  'vite.config.ts',
  'tsconfig.base.json',
];

/** Installs the packages unless the very same lock file was installed to its end before, then builds. */
export async function setUp() {
  checkNode();
  await install();
  await build();
}

async function install() {
  const wanted = digest([join(root, 'package-lock.json')], `${process.platform}-${process.arch}`);
  if (readOr(INSTALLED) === wanted) return;
  canWrite(root);
  const half = existsSync(join(root, 'node_modules'));
  await step(
    half ? 'The packages are incomplete or out of date: installing them anew' : 'Installing the packages, once',
    async () => {
      const npm = process.env.npm_execpath;
      const [command, words] = npm ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
      const { code, output } = await run(command, [...words, 'ci', '--no-audit', '--no-fund'], { cwd: root });
      if (code !== 0) stop(`The packages could not be installed:\n${lastLines(output)}`);
    },
  );
  writeFileSync(INSTALLED, wanted);
}

async function build() {
  const wanted = digest(
    SOURCES.flatMap((source) => filesBelow(join(root, source))),
    '',
  );
  if (readOr(BUILT) === wanted) return;
  canWrite(root);
  rmSync(BUILT, { force: true });
  await step('Building', async () => {
    const { code, output } = await run(node24(), [join(root, 'scripts/build.mjs')], { cwd: root });
    if (code !== 0) stop(`The build failed:\n${lastLines(output)}`);
  });
  mkdirSync(dirname(BUILT), { recursive: true });
  writeFileSync(BUILT, wanted);
}

function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    stop(`The folder ${folder} cannot be written to: clone Kaikudesk to a folder of your own.`);
  }
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesBelow(join(path, entry.name)));
  } catch {
    return [path];
  }
}

function digest(files, more) {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function readOr(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function lastLines(output) {
  return output.trim().split('\n').slice(-15).join('\n');
}
