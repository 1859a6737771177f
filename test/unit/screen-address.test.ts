/** What Electron's window may load: the built screen, and nothing beside it. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOurs, SCREEN_PAGE, screenFile } from '../../src-main/hosts/electron/screen-address.ts';

const FOLDER = '/opt/desk/dist/renderer';

describe('an address of the screen', () => {
  test('stands for a file in its folder, with its type', () => {
    expect(screenFile(FOLDER, SCREEN_PAGE)).toEqual({
      path: join(FOLDER, 'index.html'),
      type: 'text/html; charset=utf-8',
    });
    expect(screenFile(FOLDER, 'kaikudesk://screen/assets/zxing_reader.wasm?x#y')).toEqual({
      path: join(FOLDER, 'assets/zxing_reader.wasm'),
      type: 'application/wasm',
    });
  });

  test.each([
    'kaikudesk://screen/../secret.js',
    'kaikudesk://screen/%2e%2e/secret.js',
    'kaikudesk://screen/assets/..%2f..%2f..%2fsecret.js',
    'kaikudesk://screen/..%5c..%5csecret.js',
    'kaikudesk://screen//etc/secret.js',
    'kaikudesk://screen/%00.js',
    'kaikudesk://screen/%zz.js',
    'kaikudesk://screen/',
    'kaikudesk://screen/desk.db',
    'kaikudesk://elsewhere/index.html',
    'kaikudesk://screen.elsewhere/index.html',
    'file:///opt/desk/dist/renderer/index.html',
    'https://example.org/index.html',
  ])('never leads out: %s', (address) => {
    const file = screenFile(FOLDER, address);
    expect(file === null || file.path.startsWith(`${FOLDER}/`)).toBe(true);
    if (!address.startsWith('kaikudesk://screen/')) expect(file).toBeNull();
  });

  test('never leads out, whatever it is made of', () => {
    const part = fc.constantFrom(
      '..',
      '%2e%2e',
      '/',
      '%2f',
      '\\',
      '%5c',
      '%00',
      'a',
      '.js',
      '.',
      ':',
      '~',
      '?',
      '#',
      '@',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = screenFile(FOLDER, `kaikudesk://screen/${parts.join('')}`);
        expect(file === null || file.path.startsWith(`${FOLDER}/`)).toBe(true);
      }),
      { seed: 5_040, numRuns: 5_000 },
    );
  });
});

test('only our own page is ours', () => {
  for (const address of ['kaikudesk://screen', 'kaikudesk://screen/', SCREEN_PAGE]) expect(isOurs(address)).toBe(true);
  for (const address of ['', 'kaikudesk://screenx/', 'kaikudesk://', 'file:///', 'https://kaikudesk://screen/', 'null'])
    expect(isOurs(address)).toBe(false);
});
