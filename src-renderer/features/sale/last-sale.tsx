/** The last acquisition: recorded, how far its delivery is, and the way to take it back. */
import type { ReactNode } from 'react';
import { formatTime } from '../../../src-shared/i18n/format.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { canBeTakenBack } from '../../stores/work-actions.ts';
import { CheckIcon, UndoIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { ticketsInWords } from '../../ui/tickets.ts';
import { remarksOf } from './recorded-words.ts';

export function LastSale(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const last = useDesk((desk) => desk.last);
  const hasCloakroom = useDesk((desk) =>
    desk.performances.some(({ performance }) => performance.id === desk.pickedId && performance.cloakroom),
  );
  const busy = useView((view) => view.busy === 'undo');
  const now = useNow();
  const { undo } = useActions();
  return (
    <div className="last-place" aria-live="polite">
      {last === null ? null : (
        <div
          className="last"
          key={`${last.acquisitionId} ${last.state}`}
          data-recorded={last.acquisitionId}
          data-state={last.state}
          data-delivery={last.delivery}
        >
          {canBeTakenBack(last.state) ? <CheckIcon /> : <UndoIcon />}
          <div>
            <p>
              <strong>
                {t(`state.${last.state}`)} {formatTime(language, Date.parse(last.at))}
              </strong>
              <span>
                {ticketsInWords(t, last.children)}
                {' · '}…{last.codeTail}
              </span>
            </p>
            <small>
              {[...remarksOf(language, last, hasCloakroom, now), t(`last.delivery.${last.delivery}`)].join(' · ')}
            </small>
          </div>
          {canBeTakenBack(last.state) ? (
            <button type="button" data-action="undo" aria-disabled={busy} onClick={() => void undo()}>
              <UndoIcon />
              {t(last.state === 'attended' ? 'last.undoTicket' : 'last.undo')}
            </button>
          ) : null}
        </div>
      )}
    </div>
  );
}
