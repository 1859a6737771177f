/** A dialog over the screen, with a title; the next scan closes it, and Escape. */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useActions, useTranslate } from '../stores/context.ts';
import type { PanelName } from '../stores/view.ts';
import { CloseIcon } from './icons.tsx';
import { Notice } from './notice.tsx';

interface PanelParts {
  readonly name: PanelName;
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** Drawn only while it is open, so that what it shows costs a verdict nothing. */
export function Panel({ name, title, lead, children }: PanelParts): ReactNode {
  const t = useTranslate();
  const { closePanel } = useActions();
  const heading = useRef<HTMLHeadingElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Not on a button, so that a held Enter presses nothing.
    heading.current?.focus();
    // Closed before it is taken away: that gives the focus back to where it was.
    return () => element?.close();
  }, []);

  return (
    <dialog className="panel" data-panel={name} ref={dialog} aria-labelledby={titleId} onClose={() => closePanel(name)}>
      <header>
        <h2 id={titleId} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <button
          type="button"
          className="quiet"
          data-action="close-panel"
          aria-label={t('panel.close')}
          onClick={() => closePanel(name)}
        >
          <CloseIcon />
          <kbd>Esc</kbd>
        </button>
      </header>
      <Notice />
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </dialog>
  );
}
