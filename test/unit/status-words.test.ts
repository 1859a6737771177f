/** The status line's words about the way to the registry. */
import { expect, test } from 'vitest';
import { troubleWords } from '../../src-renderer/features/status/words.ts';

test('a desk that the registry does not know is told to be enrolled anew, in every language', () => {
  expect(troubleWords('fi', 'auth.invalid')).toBe('Rekisteri ei tunne tätä myyntipistettä: ota se käyttöön uudelleen');
  expect(troubleWords('sv', 'auth.invalid')).toBe('Registret känner inte den här kassan: ta den i bruk på nytt');
  expect(troubleWords('en', 'auth.invalid')).toBe('The registry does not know this desk: enrol it anew');
});

test('any other trouble is named by its code', () => {
  expect(troubleWords('en', 'cards.rejected')).toBe('Trouble: cards.rejected');
});
