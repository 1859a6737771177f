/** Where the focus goes in a group: with each card read, to the button if all is well, else to no button. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Basket } from '../../../src-shared/desk-api/state.ts';
import { focusIsFree } from '../../ui/focus.ts';

/** Moves the focus for each new line, and when the outcome turns without taking it from a person's button. */
export function useGroupFocus(basket: Basket | null, place: RefObject<HTMLElement | null>): void {
  const lines = basket?.lines.length ?? 0;
  const newest = basket?.lines.at(-1)?.lineId ?? null;
  const outcome = basket?.outcome ?? null;
  const before = useRef({ newest, lines });
  useLayoutEffect(() => {
    const isNew = newest !== null && newest !== before.current.newest && lines >= before.current.lines;
    before.current = { newest, lines };
    if (place.current === null) return;
    if (isNew) linesOf(place.current)?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    if (!isNew && !focusIsFree() && document.activeElement !== place.current) return;
    const button = place.current.querySelector<HTMLElement>('[data-action="group-confirm"]');
    const target = outcome === 'accept' && button !== null ? button : place.current;
    if (target !== document.activeElement) target.focus({ preventScroll: true });
  }, [newest, lines, outcome, place]);
}

/** The list of lines beside the buttons. */
function linesOf(place: HTMLElement): Element | null {
  return place.parentElement?.querySelector('ol') ?? null;
}
