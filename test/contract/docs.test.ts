import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contractPages } from './contract-docs.ts';

test.each(Object.entries(contractPages()))('%s says what the schemas say (npm run docs)', (path, text) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
});
