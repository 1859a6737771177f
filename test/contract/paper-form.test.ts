/** The blank asks for what paper's entry needs, and for nothing else (USE-3, DATA-1). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { paperForm } from './paper-form.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('USE-3: one row a use: code, children, performance, day, time, in three languages, and nothing to fill in beside', () => {
  const form = paperForm();
  const [, head = ''] = /<thead>(.*)<\/thead>/s.exec(form) ?? [];
  expect([...head.matchAll(/<th [^>]*class="(\w+)"/g)].map(([, column]) => column)).toEqual([
    'card',
    'children',
    'performance',
    'day',
    'time',
  ]);
  for (const language of ['fi', 'sv', 'en']) {
    expect(head.match(new RegExp(`lang="${language}"`, 'g'))).toHaveLength(5);
    expect(form).toContain(`<p lang="${language}">`);
  }
  expect(form.match(/<td><\/td>/g)?.length).toBe(5 * 20);
  expect(form).toContain('@page { size: A4');
});

test('it is found where people look for it', () => {
  for (const page of ['README.md', 'docs/operating-the-registry.md', 'docs/rules.md'])
    expect(read(page)).toContain('paper-form.html');
});
