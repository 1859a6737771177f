/** The last sale: recorded, how far its delivery is, and the way to take it back. */
import type { ReactNode } from 'react';
import { formatTime } from '../../../src-shared/i18n/format.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { CheckIcon, UndoIcon } from '../../ui/icons.tsx';

export function LastSale(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const last = useDesk((desk) => desk.last);
  const busy = useView((view) => view.busy === 'undo');
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
          {last.state === 'recorded' ? <CheckIcon /> : <UndoIcon />}
          <div>
            <p>
              <strong>
                {t(`last.${last.state}`)} {formatTime(language, Date.parse(last.at))}
              </strong>
              <span>
                {t('last.adult')}
                {last.children === 0 ? '' : `, ${t('last.children', { count: last.children })}`}
                {' · '}…{last.codeTail}
              </span>
            </p>
            <small>{t(`last.delivery.${last.delivery}`)}</small>
          </div>
          {last.state === 'undone' ? null : (
            <button type="button" data-action="undo" aria-disabled={busy} onClick={() => void undo()}>
              <UndoIcon />
              {t('last.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
