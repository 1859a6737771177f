/** Scans of devices arrive by a push: what they change on the screen, as a scan of the screen's own does. */
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { View } from './view.ts';

/** The changes; none where the push brought no scan, or is the first after a connection. */
export function arrivalIn(
  before: DeskState | null,
  pushed: DeskState,
): Partial<Pick<View, 'helpOpen' | 'panel' | 'notice'>> {
  if (before === null) return {};
  const { refused } = pushed.scanners;
  if (refused !== null && refused.refusalId !== before.scanners.refused?.refusalId) {
    return { helpOpen: false, panel: null, notice: { code: refused.code, parameters: {} } };
  }
  return isJudgedAnew(before, pushed) ? { helpOpen: false, panel: null, notice: null } : {};
}

function isJudgedAnew(before: DeskState, pushed: DeskState): boolean {
  if (pushed.shown !== null) return pushed.shown.scanId !== before.shown?.scanId;
  const { basket } = pushed;
  if (basket === null || basket.basketId !== before.basket?.basketId) return false;
  const known = new Set(before.basket.lines.map(({ lineId }) => lineId));
  return basket.lines.some(({ lineId }) => !known.has(lineId));
}
