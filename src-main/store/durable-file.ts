/** Files that are on disk, name and content, when the call returns. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a file in place of the one before, atomically and durably: a power cut leaves the old one or the new one. */
export function replaceDurably(folder: string, name: string, content: string | Uint8Array): void {
  const fresh = join(folder, `${name}.new`);
  writeDurably(fresh, content, 'w');
  renameSync(fresh, join(folder, name));
  syncFolder(folder);
}

/** Writes a file for this user alone and waits until it is on disk. */
export function writeDurably(path: string, content: string | Uint8Array, flag: 'w' | 'wx'): void {
  const file = openSync(path, flag, 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until names that came or went in a folder are on disk; Windows does that by itself, and refuses to be asked. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
