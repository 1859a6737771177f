/** docs/rules.md: every rule is there, once, in order, and what its row names is there too. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const HOW_MANY = {
  CARD: 10,
  CHILD: 5,
  CC: 4,
  GROUP: 1,
  ASSIST: 1,
  CAP: 11,
  SALE: 7,
  USE: 5,
  REG: 5,
  STAT: 1,
  DATA: 2,
};
const RULES = Object.entries(HOW_MANY).flatMap(([family, count]) =>
  Array.from({ length: count }, (_, index) => `${family}-${index + 1}`),
);

interface Row {
  readonly rule: string;
  readonly says: string;
  readonly code: string;
  readonly tests: string;
  readonly screen: string;
}

const rows: Row[] = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]+-\d+ \|/.test(line))
  .map((line) => {
    const [rule = '', says = '', code = '', tests = '', screen = '', ...more] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    if (more.length > 0) throw new Error(`The row of ${rule} has too many cells.`);
    return { rule, says, code, tests, screen };
  });

/** The files that a cell names, each with the names in brackets after it. */
function filesOf(cell: string): { file: string; names: string[] }[] {
  return [...cell.matchAll(/`([^`]+)`(?: \(([^)]*)\))?/g)].map(([, file = '', names = '']) => ({
    file,
    names: names === '' ? [] : names.split(', '),
  }));
}

function textOf(file: string): string {
  return existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '';
}

/** Whether a text has a rule's number, by itself or within a range such as "CARD-1 to 8". */
function cites(text: string, rule: string): boolean {
  const [family = '', number = ''] = rule.split('-');
  const ranges = text.matchAll(new RegExp(`\\b${family}-(\\d+)(?: to (\\d+))?\\b`, 'g'));
  return [...ranges].some(([, from, to]) => Number(number) >= Number(from) && Number(number) <= Number(to ?? from));
}

/** The titles of a test file's tests, and its comments. */
function titlesOf(text: string): string {
  const titles = [...text.matchAll(/\b(?:test|describe)(?:\.each[^']*?)?\(\s*['`]([^\n]*)/g)].map(([, title]) => title);
  const comments = [...text.matchAll(/\/\*\*[\s\S]*?\*\/|\/\/.*/g)].map(([comment]) => comment);
  return [...titles, ...comments].join('\n');
}

describe('the table of rules', () => {
  test('has every rule of the operating model, once and in order', () => {
    expect(rows.map(({ rule }) => rule)).toEqual(RULES);
  });

  test.each(rows)('$rule: is told in a sentence', ({ says }) => {
    expect(says).toMatch(/^\p{Lu}.{20,}\.$/u);
  });

  test.each(rows)(
    '$rule: its code is there, cites it, and has what it names; or says where it belongs',
    ({ rule, code }) => {
      const files = filesOf(code);
      if (files.length === 0) {
        expect(code).toMatch(/^not built: .{10,}/);
        return;
      }
      const wanting = files.flatMap(({ file, names }) => [
        ...(textOf(file) === '' ? [`${file} is not there`] : []),
        ...names.filter((name) => !textOf(file).includes(name)).map((name) => `${file} has no ${name}`),
      ]);
      expect(wanting).toEqual([]);
      expect(files.filter(({ file }) => !cites(textOf(file), rule))).toEqual([]);
    },
  );

  test.each(rows)('$rule: its tests are there and name it; or there is nothing to test', ({ rule, code, tests }) => {
    const files = filesOf(tests);
    if (files.length === 0) {
      expect(code).toMatch(/^not built: /);
      expect(tests).toMatch(/^none: .{10,}/);
      return;
    }
    expect(files.filter(({ file }) => !cites(titlesOf(textOf(file)), rule))).toEqual([]);
  });

  test.each(rows)('$rule: its place on screen is there, or the reason why there is none', ({ screen }) => {
    const files = filesOf(screen);
    if (files.length === 0) expect(screen).toMatch(/^none: .{10,}/);
    expect(files.filter(({ file }) => !file.startsWith('src-renderer/') || textOf(file) === '')).toEqual([]);
  });
});
