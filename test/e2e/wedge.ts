/** Real key events as a reader in keyboard mode makes them. */
import type { Page } from '@playwright/test';
import { TimedKeyboard } from '../screen/wedge/keys.ts';

export type Suffix = 'Enter' | 'Tab' | null;

const keyboards = new WeakMap<Page, Promise<TimedKeyboard>>();

/** Types a code as a keyboard-wedge scanner does, with the given suffix. */
export async function scan(page: Page, code: string, suffix: Suffix = 'Enter'): Promise<void> {
  const keyboard = keyboards.get(page) ?? TimedKeyboard.at(page);
  keyboards.set(page, keyboard);
  await (await keyboard).scan(code, suffix);
}
