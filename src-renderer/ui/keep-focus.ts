/** Clicks that leave the focus where it is. */
import type { MouseEvent } from 'react';

/** For `onMouseDown`: the focus stays, so that Enter still does what it did. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
