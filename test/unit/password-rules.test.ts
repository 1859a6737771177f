/** What a password may be (NIST SP 800-63B). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMONEST } from '../../src-registry/services/people/common-passwords.ts';
import { checkPassword, temporaryPassword } from '../../src-registry/services/people/password-rules.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';

const NAMES = ['teatteri', 'Aallonharjan teatteri', 'main'];
const codeOf = (password: string, names: readonly string[] = NAMES): string => {
  const checked = checkPassword(password, names);
  return checked.ok ? 'ok' : checked.error.code;
};

describe('a password of one’s own', () => {
  test.each([
    'sinisen lokin saari',
    'correct horse battery',
    'aB3$kL9!qZ',
    'ääkkösiä on kymmenen',
    '🐦🐦🐧🐦🦆🐦🦢🐦🦉🐦',
  ])('"%s" will do', (password) => expect(codeOf(password)).toBe('ok'));

  test('has ten characters at least, counted as people see letters and not as bytes', () => {
    expect(codeOf('lokinsaar')).toBe('password.too-short');
    expect(codeOf('lokinsaari')).toBe('ok');
    // Nine letters of two code points each when taken apart.
    expect(codeOf('äöåäöåäöå'.normalize('NFD'))).toBe('password.too-short');
    expect(codeOf('🐦🐧🦆🦢🦉')).toBe('password.too-short');
  });

  test.each([
    'passwordpassword',
    'Salasana123',
    '***Password***',
    'QWERTYUIOP',
    '1234567890',
    '0987654321',
    'aaaaaaaaaa',
    '2026kesä2026',
    'Kaikukortti1!',
  ])('"%s" is one of the commonest', (password) => expect(codeOf(password)).toBe('password.too-common'));

  test('none of the list will do, nor a word of it with a year behind it', () => {
    const words = [...COMMONEST].filter((common) => /\p{L}{4}/u.test(common)).map((word) => `${word}-2026!`);
    const long = [...COMMONEST, ...words].filter((password) => [...password].length >= 10);
    expect(long.length).toBeGreaterThan(100);
    expect(long.filter((password) => codeOf(password) !== 'password.too-common')).toEqual([]);
  });

  test('does not hold the site’s or the user’s name, however it is written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.string({ maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        (name, a, b) => {
          const written = `${a}${name.toUpperCase()}${b}`;
          fc.pre([...written].length >= 10);
          expect(codeOf(`${written}`)).not.toBe('ok');
        },
      ),
      { seed: 4 },
    );
    expect(codeOf('aallon-harjan.teatteri')).toBe('password.like-names');
    expect(codeOf('kesäinen opistotalo', ['op', 'opi'])).toBe('ok');
  });
});

test('a temporary password is new each time and will do for itself', () => {
  const made = new Set(Array.from({ length: 1_000 }, () => temporaryPassword(machineRandom)));
  expect(made.size).toBe(1_000);
  for (const password of made) expect(password).toMatch(/^[a-hj-km-np-z2-9]{4}(?:-[a-hj-km-np-z2-9]{4}){3}$/);
});

test('every letter of a temporary password is as likely as another', () => {
  const bytes = Array.from({ length: 256 }, (_, value) => value);
  let next = 0;
  const random = { bytes: () => Uint8Array.of(bytes[next++ % 256] ?? 0) };
  const counts = new Map<string, number>();
  // So many passwords use up every byte the same number of times.
  for (let index = 0; index < 31; index++) {
    for (const letter of temporaryPassword(random).replaceAll('-', ''))
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(new Set(counts.values())).toEqual(new Set([16]));
});
