/** What a password may be: long, not one of the commonest, not made of its owner's names (NIST SP 800-63B, 5.1.1). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Random } from '../../../src-shared/kernel/ports.ts';
import { COMMONEST } from './common-passwords.ts';

const LEAST_LENGTH = 10;
/** A shorter name is in too many words by chance. */
const LEAST_NAME_LENGTH = 4;

export type PasswordProblem = 'password.too-short' | 'password.too-common' | 'password.like-names';

/** Checks a wanted password of a user; `names` are those of the user and the site. Length counts characters, not bytes. */
export function checkPassword(wanted: string, names: readonly string[]): Result<null, PasswordProblem> {
  const plain = wanted.normalize('NFKC').toLowerCase();
  if ([...plain].length < LEAST_LENGTH) return fail('password.too-short');
  if (isCommon(plain)) return fail('password.too-common');
  const bare = lettersAndDigits(plain);
  const isInside = (name: string): boolean => name.length >= LEAST_NAME_LENGTH && bare.includes(name);
  return names.some((name) => isInside(lettersAndDigits(name.toLowerCase()))) ? fail('password.like-names') : ok(null);
}

/** One of the commonest, with or without what people put around it; or a run such as 1234567890 or aaaaaaaaaa. */
function isCommon(plain: string): boolean {
  return COMMONEST.has(plain) || CORES.has(coreOf(plain)) || isRun(plain);
}

/** From its first letter to its last: years and exclamation marks around it make nothing harder to guess. */
function coreOf(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** A shorter core is left over of words that are all digits. */
const LEAST_CORE_LENGTH = 4;
const CORES: ReadonlySet<string> = new Set(
  [...COMMONEST].map(coreOf).filter((core) => core.length >= LEAST_CORE_LENGTH),
);

function isRun(text: string): boolean {
  const codes = [...text].map((each) => each.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  // From 9 to 0 the row of digits goes on.
  steps.delete(-9);
  return steps.size <= 1;
}

function lettersAndDigits(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Without those that are taken for each other: a temporary password is read from paper or over the telephone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A password that nobody chose, 79 bits: four groups of four, such as `k7mp-2xhd-9wqa-tr4n`. */
export function temporaryPassword(random: Random): string {
  const letter = (): string => {
    for (;;) {
      const [byte = 0] = random.bytes(1);
      // A remainder of the whole range would make some letters likelier.
      if (byte < LETTERS.length * 8) return LETTERS.charAt(byte % LETTERS.length);
    }
  };
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, letter).join('')).join('-');
}
