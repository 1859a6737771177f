/** Keys that are held down. */
import type { KeyboardEvent } from 'react';

/** For `onKeyDown`: a key that is held from before does not press the button that the focus has come to. */
export function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
