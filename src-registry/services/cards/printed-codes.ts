/** Which codes were printed, as whoever records a batch says it: each of them, or the first and the last (REG-2). */
import type { z } from 'zod';
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { MOST_CODES, type batchRequest } from '../../../src-shared/registry-api/bodies/card-batches.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';

type Codes = z.output<typeof batchRequest>['codes'];

/**
 * The codes, each once. Error: `card.malformed` with its reason in `why`; `range` where first and last do not make one, or
 * one of too many codes.
 */
export function printedCodes(codes: Codes, grammar: RuleSet['code']): Printed {
  return codes.form === 'list' ? parseAll(codes.codes, grammar) : rangeOf(codes, grammar);
}

type Printed = Result<string[], 'card.malformed'>;

function parseAll(texts: readonly string[], grammar: RuleSet['code']): Printed {
  const codes = new Set<string>();
  for (const text of texts) {
    const code = parseCardCode(text, grammar);
    if (!code.ok) return code;
    codes.add(code.value);
  }
  return ok([...codes]);
}

/** At most so many digits are counted up: they fit a number exactly. */
const MOST_DIGITS = 15;

function rangeOf({ first, last }: Extract<Codes, { form: 'range' }>, grammar: RuleSet['code']): Printed {
  const ends = parseAll([first, last], grammar);
  if (!ends.ok) return ends;
  const [from, to = from] = ends.value.map(splitCode);
  if (from === undefined || to === undefined) return fail('card.malformed', { why: 'range' });
  const size = to.number - from.number + 1;
  const fits =
    from.letters === to.letters && from.digits === to.digits && from.digits >= 1 && from.digits <= MOST_DIGITS;
  if (!fits || size < 1 || size > MOST_CODES) return fail('card.malformed', { why: 'range' });
  return ok(
    Array.from(
      { length: size },
      (_, index) => `${from.letters}${String(from.number + index).padStart(from.digits, '0')}`,
    ),
  );
}

function splitCode(code: string): { letters: string; digits: number; number: number } {
  const digits = /\d*$/.exec(code)?.[0] ?? '';
  return { letters: code.slice(0, code.length - digits.length), digits: digits.length, number: Number(digits || NaN) };
}
