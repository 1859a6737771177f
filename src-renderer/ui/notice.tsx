/** A command's failure, in words. */
import type { ReactNode } from 'react';
import { useActions, useTranslate, useView } from '../stores/context.ts';
import { AttentionIcon, CloseIcon } from './icons.tsx';

export function Notice(): ReactNode {
  const notice = useView((view) => view.notice);
  const t = useTranslate();
  const { closeNotice } = useActions();
  return (
    <div className="notice-place" role="alert">
      {notice === null ? null : (
        <div className="notice" data-error={notice.code}>
          <AttentionIcon />
          <p>{t(`error.${notice.code}`)}</p>
          <button type="button" className="quiet" aria-label={t('notice.close')} onClick={closeNotice}>
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
}
