/** Key events in Chromium as a keyboard wedge and a person make them, with any layout between. */
import type { CDPSession, Page } from '@playwright/test';
import { lettersOf, type Key } from '../../unit/scan-keyboard.ts';

const SHIFT = 8;

/** Key code of every key while an input method composes. */
const COMPOSING = 229;

const KEY_CODES: Readonly<Record<string, number>> = { Enter: 13, Tab: 9 };

/** Key code of a key whose own does not matter here (that of a sign's character would be an arrow's or another's). */
const SOME_SIGN = 226;
const TEXTS: Readonly<Record<string, string>> = { Enter: '\r' };

/** Milliseconds a key. */
const READERS_PACE = 10;

/** No person's key comes sooner after a reader's, in milliseconds. */
const SOONEST_PERSON = 110;

export interface TimedKey extends Key {
  /** Milliseconds since the key before. */
  readonly gap: number;
}

/**
 * Sends trusted key events through the browser's own input. Each carries the time at which it was pressed, so that a
 * busy test machine does not change the reader's pace; they are still sent no sooner than that.
 */
export class TimedKeyboard {
  private readonly session: CDPSession;
  private last = 0;

  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async at(page: Page): Promise<TimedKeyboard> {
    return new TimedKeyboard(await page.context().newCDPSession(page));
  }

  async press(keys: readonly TimedKey[]): Promise<void> {
    const sent: Promise<void>[] = [];
    for (const key of keys) {
      const now = Date.now();
      // The first key's gap is the least since whatever was pressed before.
      this.last = key === keys[0] ? Math.max(now, this.last + key.gap) : this.last + key.gap;
      if (this.last > now) await new Promise((resolve) => setTimeout(resolve, this.last - now));
      // Not awaited one by one: the answers of a busy browser would slow the keys down.
      sent.push(this.send(key, this.last / 1_000));
    }
    await Promise.all(sent);
  }

  /**
   * A whole scan at 10 ms a key, handed to the browser at once, so that a busy test machine cuts none in two. Resolves when
   * its time is over and a person's key may come.
   */
  async scan(text: string, suffix: 'Enter' | 'Tab' | null): Promise<void> {
    const keys = [...lettersOf(text), ...(suffix === null ? [] : [{ key: suffix, code: suffix }])];
    const begun = Date.now();
    const times = keys.map((_, at) => begun + at * READERS_PACE);
    const sent = keys.map((key, at) => this.send({ ...key, gap: READERS_PACE }, times[at]! / 1_000));
    await Promise.all(sent);
    const over = (times.at(-1) ?? begun) + SOONEST_PERSON;
    await new Promise((resolve) => setTimeout(resolve, over - Date.now()));
  }

  private async send({ key, code, shifted = false }: TimedKey, timestamp: number): Promise<void> {
    const text = [...key].length === 1 ? key : TEXTS[key];
    const ofCode = /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.charCodeAt(0) ?? SOME_SIGN;
    const windowsVirtualKeyCode = key === 'Process' ? COMPOSING : (KEY_CODES[key] ?? ofCode);
    const event = { key, code, windowsVirtualKeyCode, timestamp, modifiers: shifted ? SHIFT : 0 };
    const down = this.session.send('Input.dispatchKeyEvent', {
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      ...event,
      ...(text === undefined ? {} : { text, unmodifiedText: text }),
    });
    await Promise.all([down, this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })]);
  }
}
