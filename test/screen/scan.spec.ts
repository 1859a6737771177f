/** A scan is taken wherever the focus is, and never acts as typing (field lessons 5 to 8). */
import { keysOf } from '../unit/wedge-layouts.ts';
import { expect, test } from './counter.ts';
import { TimedKeyboard } from './wedge/keys.ts';

const CODE = 'A045198723';

for (const suffix of ['Enter', 'Tab', null] as const) {
  const ending = suffix ?? 'nothing';

  test(`ended by ${ending}: the verdict comes and nothing is recorded`, async ({ counter }) => {
    await counter.scan(CODE, suffix);
    await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
    expect(counter.desk.requests.filter(({ command }) => command === 'desk.scan')).toHaveLength(1);
    expect(counter.confirms()).toBe(0);
  });

  test(`ended by ${ending}, into the text field: what stood there stands there still`, async ({ counter }) => {
    await counter.typed.fill('A1000');
    await counter.typed.evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 3));
    await counter.scan(CODE, suffix);
    await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
    await expect(counter.typed).toHaveValue('A1000');
    const selection = await counter.typed.evaluate((field: HTMLInputElement) => [
      field.selectionStart,
      field.selectionEnd,
    ]);
    expect(selection).toEqual([1, 3]);
  });

  test(`ended by ${ending}, on the button of the card before: it is replaced, not recorded`, async ({ counter }) => {
    await counter.scan('A100000001', 'Enter');
    await expect(counter.page.locator('[data-action="confirm"]')).toBeFocused();
    const first = await counter.verdict.getAttribute('data-scan-id');
    await counter.scan('A100000006', suffix);
    await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.out-of-use');
    expect(await counter.verdict.getAttribute('data-scan-id')).not.toBe(first);
    expect(counter.confirms()).toBe(0);
  });

  test(`ended by ${ending}, with a dialog open: it closes and the scan is taken`, async ({ counter }) => {
    await counter.page.keyboard.press('F1');
    await expect(counter.page.locator('dialog[open]')).toBeVisible();
    await counter.scan(CODE, suffix);
    await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
    await expect(counter.page.locator('dialog[open]')).toHaveCount(0);
  });

  test(`ended by ${ending}, on a language button: the language stays`, async ({ counter }) => {
    await counter.page.locator('[data-language="fi"]').focus();
    await counter.scan(CODE, suffix);
    await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
    expect(counter.desk.state().language).toBe('en');
  });
}

test('a reader that sends CR LF, or Tab and Enter, at its pace records nothing', async ({ counter }) => {
  const keyboard = await TimedKeyboard.at(counter.page);
  for (const [code, ending] of [
    [CODE, 'Enter'],
    ['A100000001', 'Tab'],
  ] as const) {
    const ended = [ending, 'Enter'].map((key) => ({ key, code: key, gap: 30 }));
    const keys = keysOf(code, 'US', 'US', false).map((key, at) => ({ ...key, gap: at === 0 ? 1_000 : 30 }));
    await keyboard.press([...keys, ...ended]);
    await expect.poll(() => codesScanned(counter.desk.requests).at(-1)).toBe(code);
    await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
    expect(counter.confirms()).toBe(0);
  }
});

for (const text of ['K96 0967746', ' K960967746']) {
  test(`a space in "${text}" does not press the button of the card before`, async ({ counter }) => {
    await counter.scan(CODE, 'Enter');
    await expect(counter.page.locator('[data-action="confirm"]')).toBeFocused();
    const first = await counter.verdict.getAttribute('data-scan-id');
    await counter.page.keyboard.type(text, { delay: 10 });
    await counter.page.keyboard.press('Enter');
    await expect(counter.verdict).not.toHaveAttribute('data-scan-id', first ?? '');
    expect(counter.confirms()).toBe(0);
  });
}

test('digits that a French layout makes signs of count no children', async ({ counter }) => {
  await counter.scan('A100000001', 'Enter');
  await expect(counter.verdict).toBeVisible();
  const keyboard = await TimedKeyboard.at(counter.page);
  const first = await counter.verdict.getAttribute('data-scan-id');
  const keys = keysOf('A645196723', 'US', 'French', false).map((key, at) => ({ ...key, gap: at === 0 ? 1_000 : 10 }));
  await keyboard.press([...keys, { key: 'Enter', code: 'Enter', gap: 10 }]);
  await expect(counter.verdict).not.toHaveAttribute('data-scan-id', first ?? '');
  expect(counter.desk.requests.filter(({ command }) => command === 'desk.children')).toEqual([]);
});

test('with Caps Lock: lower case is the same card (CARD-2)', async ({ counter }) => {
  await counter.scan('am99000123', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.community-without-client');
});

test('a scan that is no code is told, not dropped', async ({ counter }) => {
  await counter.scan('https://example.org/ticket', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.malformed');
});

test('with no performance picked, the screen says to pick one', async ({ counter }) => {
  await counter.page.locator('[data-action="back"]').click();
  await expect(counter.page.locator('[data-screen="performances"]')).toBeVisible();
  await counter.scan(CODE, 'Enter');
  await expect(counter.page.locator('[data-error="desk.nothing-picked"]')).toBeVisible();
  await expect(counter.page.locator('[data-screen="performances"]')).toBeVisible();
});

test('a person types a code: it stays in the field until Enter', async ({ counter }) => {
  await counter.typed.focus();
  await counter.page.keyboard.type(CODE, { delay: 130 });
  await expect(counter.typed).toHaveValue(CODE);
  await counter.page.keyboard.press('Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(counter.typed).toHaveValue('');
  const scan = counter.desk.requests.find(({ command }) => command === 'desk.scan');
  expect(scan?.payload).toEqual({ text: CODE, source: 'typed' });
});

test('nothing of a card stays in the browser (DATA-1)', async ({ counter }) => {
  await counter.typed.fill(CODE);
  await counter.page.keyboard.press('Enter');
  await expect(counter.verdict).toBeVisible();
  const kept = await counter.page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
  );
  expect(kept).not.toContain(CODE);
  expect(new URL(counter.page.url()).hash).toBe('');
});

function codesScanned(requests: readonly { readonly command: string; readonly payload: unknown }[]): string[] {
  return requests
    .filter(({ command }) => command === 'desk.scan')
    .map(({ payload }) => (payload as { text: string }).text);
}
