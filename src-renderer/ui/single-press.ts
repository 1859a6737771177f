/** A press that must not act twice where something else has slid under the pointer, or where each press is another act. */
import type { MouseEvent } from 'react';

/** False for the second half of a double click. */
export function isFirstPress({ detail }: MouseEvent): boolean {
  return detail <= 1;
}
