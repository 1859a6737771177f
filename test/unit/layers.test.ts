/** Imports run one way (ARCHITECTURE). The project references refuse a wrong one at build time; this says which and why. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOMAIN = ['card', 'performance', 'rules', 'cap', 'acquisition', 'scan'].map((folder) => `src-shared/${folder}`);
const CONTRACTS = ['registry-api', 'desk-api', 'i18n'].map((folder) => `src-shared/${folder}`);
const SHARED = ['src-shared/kernel', ...DOMAIN, ...CONTRACTS];

/** What the files of a folder may import from, besides the folder itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src-shared/kernel': [],
  ...Object.fromEntries(DOMAIN.map((folder) => [folder, ['src-shared/kernel', ...DOMAIN]])),
  ...Object.fromEntries(CONTRACTS.map((folder) => [folder, SHARED])),
  'src-main/services': SHARED,
  'src-main/store': [...SHARED, 'src-main/services'],
  'src-main/sync': [...SHARED, 'src-main/services'],
  'src-main/scanners': [...SHARED, 'src-main/services'],
  'src-main/hosts': [...SHARED, 'src-main/services', 'src-main/store', 'src-main/sync', 'src-main/scanners'],
  'src-registry': SHARED,
  'src-renderer': SHARED,
};

const folders = Object.keys(MAY_IMPORT);
const folderOf = (path: string): string | undefined => folders.find((folder) => path.startsWith(`${folder}/`));

const files = ['src-shared', 'src-main', 'src-registry', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|cts)$/.test(name))
    .map((name) => join(folder, name)),
);

describe('imports run one way', () => {
  test.each(files)('%s', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const imported = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name ?? '');
    const own = folderOf(file) ?? '';
    for (const name of imported.filter((each) => each.startsWith('.') && !each.includes('resources/'))) {
      const target = relative(ROOT, join(ROOT, dirname(file), name));
      expect([own, ...(MAY_IMPORT[own] ?? [])], `${file} imports ${target}`).toContain(folderOf(target) ?? target);
    }
    if (!file.startsWith('src-main/hosts/electron')) expect(imported).not.toContain('electron');
    if (file.startsWith('src-shared')) {
      expect(imported.filter((each) => each.startsWith('node:') || each.startsWith('react'))).toEqual([]);
    }
  });
});
