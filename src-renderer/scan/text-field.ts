/** The focused text field: what stood in it before a scan, and the way to put that back. */

/** A field as it was. */
export interface FieldSnapshot {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'search', 'url', 'tel', 'password', 'email', 'number']);

/** The focused element if text is typed into it, else null. */
export function focusedTextField(): HTMLInputElement | HTMLTextAreaElement | null {
  const focused = document.activeElement;
  if (focused instanceof HTMLTextAreaElement) return focused;
  return focused instanceof HTMLInputElement && TEXT_TYPES.has(focused.type) ? focused : null;
}

/** The focused text field's value and selection, null where none is focused. */
export function snapshotOfField(): FieldSnapshot | null {
  const field = focusedTextField();
  if (field === null) return null;
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** Puts the field back as it was. */
export function restoreField({ field, value, start, end }: FieldSnapshot): void {
  // Past what React wraps around a field's own setter, or it would take the value for known and put its own back.
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value);
  if (start !== null) field.setSelectionRange(start, end);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
