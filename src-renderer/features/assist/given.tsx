/** How many tickets for assistants this desk has handed over here, and taking the latest back. */
import type { ReactNode, RefObject } from 'react';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { UndoIcon } from '../../ui/icons.tsx';
import { isFirstPress } from '../../ui/single-press.ts';

/** `place` takes the focus after a ticket was handed over, so that a held key hands over no second one. */
export function Given({ place }: { readonly place: RefObject<HTMLDivElement | null> }): ReactNode {
  const t = useTranslate();
  const assistance = useDesk((desk) => desk.assistance);
  const busy = useView((view) => view.busy === 'work');
  const { undoAssist } = useActions();
  const { assistants = 0, supportPersons = 0, lastId = null } = assistance ?? {};
  return (
    <div
      className="given"
      role="status"
      tabIndex={-1}
      ref={place}
      data-assistants={assistants}
      data-support-persons={supportPersons}
    >
      <span>{t('assist.given', { assistants, supportPersons })}</span>
      {lastId === null ? null : (
        <button
          type="button"
          data-action="assist-undo"
          aria-disabled={busy}
          onClick={(event) => void (isFirstPress(event) && undoAssist(lastId))}
        >
          <UndoIcon />
          {t('assist.undo')}
        </button>
      )}
    </div>
  );
}
