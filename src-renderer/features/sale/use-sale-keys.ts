/** The keyboard at the sale: + and − count children, Escape clears, Enter hands over an accepted card's ticket. */
import { useContext, useEffect } from 'react';
import { focusedTextField } from '../../scan/text-field.ts';
import { ScreenContext } from '../../stores/context.ts';

/** Listens as long as the sale is on screen. Scans never get here: they are taken before. */
export function useSaleKeys(): void {
  const screen = useContext(ScreenContext);
  useEffect(() => {
    if (screen === null) return undefined;
    const { view, actions } = screen;

    function onKeyDown(event: KeyboardEvent): void {
      const { helpOpen, desk } = view.getState();
      if (helpOpen || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'Escape') void actions.dismiss();
      if (focusedTextField() !== null) return;
      if (event.key === '+') void actions.addChildren(1);
      if (event.key === '-') void actions.addChildren(-1);
      const onNothing = event.target === document.body;
      if (event.key === 'Enter' && onNothing && desk?.shown?.verdict.outcome === 'accept') void actions.confirm();
    }

    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [screen]);
}
