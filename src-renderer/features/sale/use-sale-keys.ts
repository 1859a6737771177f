/** The keyboard at the sale: + and − count children, Escape clears, Enter records what is accepted, F keys choose what to do. */
import { useContext, useEffect } from 'react';
import { focusedTextField } from '../../scan/text-field.ts';
import type { Actions } from '../../stores/actions.ts';
import { ScreenContext } from '../../stores/context.ts';
import { STAGE_KEYS } from './stage-switch.tsx';

/** Listens as long as the sale is on screen. What presses anything within a scan is swallowed before it gets here. */
export function useSaleKeys(): void {
  const screen = useContext(ScreenContext);
  useEffect(() => {
    if (screen === null) return undefined;
    const { view, actions } = screen;
    const keys = workKeys(actions);

    function onKeyDown(event: KeyboardEvent): void {
      const { helpOpen, panel, desk } = view.getState();
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      const work = keys.get(event.key);
      // Never the browser's, over a panel either: its own find bar would take the next scan.
      if (work !== undefined) event.preventDefault();
      if (helpOpen || panel !== null) return;
      if (!event.repeat) work?.();
      if (event.key === 'Escape') void actions.dismiss();
      if (focusedTextField() !== null) return;
      if (event.key === '+') void actions.addChildren(1);
      if (event.key === '-') void actions.addChildren(-1);
      if (event.key !== 'Enter' || event.repeat || event.target !== document.body) return;
      if (desk?.basket?.outcome === 'accept') void actions.confirmGroup();
      else if (desk?.shown?.verdict.outcome === 'accept') void actions.confirm();
    }

    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [screen]);
}

/** What the keys of the tools do. */
function workKeys(actions: Actions): ReadonlyMap<string, () => void> {
  return new Map([
    ...STAGE_KEYS.map(([stage, key]) => [key, () => void actions.setStage({ stage, cardSeen: true })] as const),
    ['F7', () => void actions.openGroup(true)],
    ['F8', () => actions.openPanel('assist')],
    ['F9', () => actions.openPanel('recent')],
  ]);
}
