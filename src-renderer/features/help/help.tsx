/** Help with the keyboard, in a dialog that a scan closes. */
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useActions, useTranslate, useView } from '../../stores/context.ts';

const KEYS = [
  ['↑ ↓ Enter', 'help.arrows'],
  ['Enter', 'help.enter'],
  ['+  −', 'help.steps'],
  ['Esc', 'help.escape'],
  ['F2 F3 F4', 'help.stages'],
  ['F7 F8 F9', 'help.tools'],
  ['Tab', 'help.tab'],
  ['F1', 'help.f1'],
] as const;

export function Help(): ReactNode {
  const t = useTranslate();
  const open = useView((view) => view.helpOpen);
  const { openHelp } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);

  // Closing gives the focus back: before a verdict that closed it takes the focus.
  useLayoutEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== 'F1') return;
      event.preventDefault();
      openHelp(true);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [openHelp]);

  return (
    <dialog className="help" ref={dialog} aria-labelledby="help-title" onClose={() => openHelp(false)}>
      <h2 id="help-title">{t('help.title')}</h2>
      <p>{t('help.scan')}</p>
      {/* CARD-8 */}
      <p>{t('help.identity')}</p>
      <dl>
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="primary" data-action="close-help" onClick={() => openHelp(false)}>
        {t('help.close')}
      </button>
    </dialog>
  );
}
