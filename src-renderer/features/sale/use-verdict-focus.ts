/** Where the focus goes when a verdict comes: on the button for an accepted card, on no button for any other. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { ShownVerdict } from '../../../src-shared/desk-api/state.ts';
import { focusIsFree } from '../../ui/focus.ts';

/** Moves the focus for each new scan, and when a verdict turns into another without taking it from a person's button. */
export function useVerdictFocus(shown: ShownVerdict | null, place: RefObject<HTMLElement | null>): void {
  const lastScanId = useRef<string | null>(null);
  const scanId = shown?.scanId ?? null;
  const outcome = shown?.verdict.outcome ?? null;
  useLayoutEffect(() => {
    const isNew = scanId !== lastScanId.current;
    lastScanId.current = scanId;
    if (scanId === null || place.current === null) return;
    if (!isNew && !focusIsFree() && document.activeElement !== place.current) return;
    const button = place.current.querySelector<HTMLElement>('[data-action="confirm"]');
    const target = outcome === 'accept' && button !== null ? button : place.current;
    if (target !== document.activeElement) target.focus({ preventScroll: true });
  }, [scanId, outcome, place]);
}
