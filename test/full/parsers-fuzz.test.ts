/** 1,000,000 inputs through each parser of scans. Minutes long: npm run test:full. */
import { expect, test } from 'vitest';
import { fuzzParser, PARSER_NAMES } from '../fuzz/parsers.ts';

const INPUTS = 1_000_000;

test.each(PARSER_NAMES)(
  '1,000,000 inputs: no exception, no accepted non-code: %s',
  { timeout: 1_800_000 },
  async (name) => {
    const told = await fuzzParser(name, INPUTS);
    expect(told).toContain(`: ${INPUTS} inputs, `);
    process.stdout.write(`${told}\n`);
  },
);
