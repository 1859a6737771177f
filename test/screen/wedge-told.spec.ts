/** What the screen tells of the keyboard wedge: parts of scans, the keys in the test area, what was learnt. */
import { expect, test } from './counter.ts';
import { lettersOf } from '../unit/scan-keyboard.ts';
import { TimedKeyboard, type TimedKey } from './wedge/keys.ts';

const ENTER = { key: 'Enter', code: 'Enter', gap: 10 };

function keysOf(text: string): TimedKey[] {
  return lettersOf(text).map((key, at) => ({ ...key, gap: at === 0 ? 1_000 : 10 }));
}

test('part of a scan says that it was not a whole one', async ({ counter }) => {
  const keyboard = await TimedKeyboard.at(counter.page);
  await keyboard.press(keysOf('A04'));
  await expect(counter.page.locator('[data-error="desk.partial-scan"]')).toBeVisible();
  expect(counter.desk.requests.filter(({ command }) => command === 'desk.scan')).toEqual([]);
});

test('the keys of a scan go to the desk while the test area is open, and only then', async ({ counter }) => {
  const scans = () => counter.desk.requests.filter(({ command }) => command === 'desk.scan');
  const keyboard = await TimedKeyboard.at(counter.page);
  await keyboard.press([...keysOf('A045198723'), ENTER]);
  await expect(counter.verdict).toBeVisible();
  expect(scans().at(-1)?.payload).toEqual({ text: 'A045198723', source: 'wedge' });
  counter.desk.change({ scanners: { ...counter.desk.state().scanners, test: [] } });
  await expect(counter.page.locator('[data-screen="scanners"]')).toBeVisible();
  await keyboard.press([...keysOf('A045198723'), ENTER]);
  await expect.poll(() => scans().length).toBe(2);
  expect(scans().at(-1)?.payload).toMatchObject({
    raw: { raw: expect.stringMatching(/^KeyA Digit0 .* Enter$/), parts: 11 },
  });
});

test('what was learnt of the readers goes to the desk when it is news, not with every scan', async ({ counter }) => {
  const told = () => counter.desk.requests.filter(({ command }) => command === 'scanners.settings');
  const keyboard = await TimedKeyboard.at(counter.page);
  const scans = () => counter.desk.requests.filter(({ command }) => command === 'desk.scan').length;
  for (let time = 1; time <= 7; time += 1) {
    await keyboard.press([...keysOf('A045198723'), ENTER]);
    await expect.poll(scans).toBe(time);
  }
  expect(told()).toHaveLength(2);
  await expect.poll(() => counter.desk.state().scanners.settings.wedge.ending).toBe('sent');
  expect(counter.desk.state().scanners.settings.wedge.paceMilliseconds).toBeGreaterThanOrEqual(9);
  expect(counter.desk.state().scanners.settings.wedge.paceMilliseconds).toBeLessThanOrEqual(11);
});
