/** Moving the focus without taking it from a person. */

/** Whether nothing in particular is focused, so that the focus may be moved. */
export function focusIsFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
