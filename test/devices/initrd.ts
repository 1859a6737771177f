/** What the small machine starts with: Debian's programs and libraries, kernel modules, Node, and the project's own sources. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { writeArchive, type Entry } from './cpio.ts';

export interface Parts {
  readonly root: string;
  /** Folder with Debian's packages unpacked. */
  readonly system: string;
  /** Folder with `modules`: the kernel's, below its version. */
  readonly kernel: string;
  /** The Node that runs in there: the one that runs the tests. */
  readonly node: string;
}

/** Native packages, and what the scanners' code and its host need besides. */
const PACKAGES = ['node-hid', 'serialport', 'uuid', 'zod'];
const SOURCES = ['src-shared', 'src-main', 'resources/udev', 'test/devices'];
/** Debian keeps all of these in /usr by now, and old packages still say otherwise. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];
const UNNEEDED = /^usr\/share\/|^usr\/lib\/udev\/hwdb\.d\/|^etc\/init\.d\//;

/** Users and groups that udev's own rules name, and the desk's user, who has no rights of her own. */
const GROUPS =
  'tty:5 disk:6 lp:7 kmem:15 dialout:20 cdrom:24 tape:26 audio:29 video:44 plugdev:46 input:104 kvm:105 render:106 sgx:107 desk:1000';
const PASSWD = 'root:x:0:0::/:/bin/sh\ndesk:x:1000:1000::/:/bin/sh\n';

/** Writes it all to `target`. */
export function writeInitrd(target: string, { root, system, kernel, node }: Parts): void {
  const entries = new Map<string, Entry>();
  for (const name of MERGED) entries.set(name, { kind: 'link', to: `usr/${name}` });
  for (const name of ['proc', 'sys', 'dev', 'run', 'tmp']) entries.set(name, { kind: 'folder' });
  addTree(entries, system, merged, (path) => !UNNEEDED.test(path));
  addTree(
    entries,
    join(kernel, 'modules'),
    (path) => `usr/lib/modules/${path}`,
    () => true,
  );
  for (const source of SOURCES) {
    addTree(
      entries,
      join(root, source),
      (path) => `app/${source}/${path}`,
      () => true,
    );
  }
  for (const [path, entry] of entries) {
    if (path.startsWith('app/') && path.endsWith('.ts')) {
      entries.delete(path);
      entries.set(inJavaScript(path), stripped(entry));
    }
  }
  for (const name of packagesBelow(root, PACKAGES)) {
    const folder = `node_modules/${name}`;
    addTree(entries, join(root, folder), (path) => `app/${folder}/${path}`, isRun);
  }
  entries.set('app/package.json', file({ path: join(root, 'package.json') }));
  entries.set('usr/bin/node', { ...file({ path: node }), executable: true });
  entries.set('init', { ...file({ path: join(root, 'test/devices/init.sh') }), executable: true });
  entries.set('etc/passwd', file(PASSWD));
  entries.set(
    'etc/group',
    file(
      GROUPS.split(' ')
        .map((entry) => `${entry.replace(':', ':x:')}:\n`)
        .join(''),
    ),
  );
  entries.set('dev/console', { kind: 'device', major: 5, minor: 1 });
  writeArchive(target, entries);
}

function file(content: string | { readonly path: string }): Entry & { readonly kind: 'file' } {
  return { kind: 'file', content, executable: false };
}

/** Where a path of a package is once Debian's folders are merged. */
function merged(path: string): string {
  return MERGED.includes(path.split('/')[0] ?? '') ? `usr/${path}` : path;
}

/** Sources as they are, without their types: an emulated processor would take seconds to strip them. */
function stripped(entry: Entry): Entry {
  if (entry.kind !== 'file' || typeof entry.content === 'string') return entry;
  const source = stripTypeScriptTypes(readFileSync(entry.content.path, 'utf8'));
  return file(source.replaceAll(/(?<=['"]\.{1,2}\/[^'"\n]+)\.ts(?=['"])/g, '.js'));
}

function inJavaScript(path: string): string {
  return path.replace(/\.ts$/, '.js');
}

/** Whether a file of an npm package is needed to run it on this machine. */
function isRun(path: string): boolean {
  if (path.includes('/prebuilds/') && !path.includes(`${process.platform}-${process.arch}/`)) return false;
  return /\.(?:js|cjs|mjs|json|node)$/.test(path);
}

function addTree(
  entries: Map<string, Entry>,
  folder: string,
  place: (path: string) => string,
  isWanted: (place: string) => boolean,
): void {
  if (!existsSync(folder)) return;
  for (const found of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(found.parentPath, found.name);
    const target = place(relative(folder, path));
    if (!isWanted(target)) continue;
    if (found.isSymbolicLink()) entries.set(target, { kind: 'link', to: readlinkSync(path) });
    else if (found.isFile()) entries.set(target, { kind: 'file', content: { path }, executable: true });
  }
}

/** The packages and all that they depend on; those nested in one come along with it. */
function packagesBelow(root: string, names: readonly string[]): Set<string> {
  const all = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const description = join(root, 'node_modules', name, 'package.json');
    if (all.has(name) || !existsSync(description)) continue;
    all.add(name);
    const { dependencies } = JSON.parse(readFileSync(description, 'utf8')) as { dependencies?: Record<string, string> };
    waiting.push(...Object.keys(dependencies ?? {}));
  }
  return all;
}
