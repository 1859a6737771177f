/** The archive that a Linux kernel unpacks as its first file system: cpio, the "newc" layout of the kernel's documentation. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A file of the archive: bytes, or a file of this machine that is read when the archive is written. */
export type Entry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly content: string | { readonly path: string }; readonly executable: boolean }
  | { readonly kind: 'link'; readonly to: string }
  /** A character device. */
  | { readonly kind: 'device'; readonly major: number; readonly minor: number };

const MODES = { folder: 0o040755, file: 0o100644, link: 0o120777, device: 0o020600 };

/** Writes the entries, by their paths without a leading slash, to `target`; folders on the way are added. */
export function writeArchive(target: string, entries: ReadonlyMap<string, Entry>): void {
  const out = openSync(target, 'w');
  let inode = 0;
  const add = (path: string, entry: Entry): void => {
    inode += 1;
    for (const part of record(path, entry, inode)) writeSync(out, part);
  };
  try {
    for (const folder of foldersOf([...entries.keys()])) {
      if (!entries.has(folder)) add(folder, { kind: 'folder' });
    }
    // Folders come before what is in them, because the kernel makes nothing on the way.
    const sorted = [...entries].toSorted(([one], [other]) => (one < other ? -1 : 1));
    for (const [path, entry] of sorted) if (entry.kind === 'folder') add(path, entry);
    for (const [path, entry] of sorted) if (entry.kind !== 'folder') add(path, entry);
    add('TRAILER!!!', { kind: 'file', content: '', executable: false });
  } finally {
    closeSync(out);
  }
}

/** All folders above the paths, outer ones first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders].toSorted();
}

function record(path: string, entry: Entry, inode: number): Buffer[] {
  const content = contentOf(entry);
  const mode = MODES[entry.kind] | (entry.kind === 'file' && entry.executable ? 0o111 : 0);
  const [major, minor] = entry.kind === 'device' ? [entry.major, entry.minor] : [0, 0];
  const name = Buffer.from(`${path}\0`);
  const links = entry.kind === 'folder' ? 2 : 1;
  // Inode, mode, user, group, links, time, size, device of the file, device that it is, length of the name, no checksum.
  const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, name.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [header, name, padding(header.length + name.length), content, padding(content.length)];
}

function contentOf(entry: Entry): Buffer {
  if (entry.kind === 'link') return Buffer.from(entry.to);
  if (entry.kind !== 'file') return Buffer.alloc(0);
  return typeof entry.content === 'string' ? Buffer.from(entry.content) : readFileSync(entry.content.path);
}

function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
