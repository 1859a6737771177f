/** 20,000 inputs through each parser of scans; the million of each is in test/full. */
import { expect, test } from 'vitest';
import { fuzzParser, PARSER_NAMES } from '../fuzz/parsers.ts';

const INPUTS = 20_000;

test.each(PARSER_NAMES)('20,000 inputs: no exception, no accepted non-code: %s', { timeout: 120_000 }, async (name) => {
  const told = await fuzzParser(name, INPUTS);
  expect(told).toContain(`: ${INPUTS} inputs, `);
  process.stdout.write(`${told}\n`);
});
