/** Moving the focus without taking it from a person. */

/** Whether nothing in particular is focused, so that the focus may be moved. */
export function focusIsFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** For `ref`: takes the focus when it comes, so that what was pressed to get here presses nothing else. */
export function focusOnceShown(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
