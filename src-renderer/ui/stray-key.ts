/** Keys that press a button without anybody's wish. */
import type { KeyboardEvent } from 'react';

/**
 * For `onKeyDown` of a button that records: a key that is held from before does not press it when the focus comes to it,
 * nor does Space, which a reader may send before a code. Enter does.
 */
export function ignoreStrayKey(event: KeyboardEvent): void {
  if (event.repeat || event.key === ' ') event.preventDefault();
}
