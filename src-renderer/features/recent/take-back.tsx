/** Taking an acquisition back: why. */
import type { ReactNode } from 'react';
import { VOID_WHYS } from '../../../src-shared/acquisition/event.ts';
import type { RecordedSale } from '../../../src-shared/desk-api/state.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { focusOnceShown } from '../../ui/focus.ts';

interface TakeBackParts {
  readonly sale: RecordedSale;
  readonly onLeave: () => void;
}

export function TakeBack({ sale: { acquisitionId }, onLeave }: TakeBackParts): ReactNode {
  const t = useTranslate();
  const { takeBack } = useActions();
  const busy = useView((view) => view.busy === 'work');
  return (
    <div className="row-actions" role="group" aria-label={t('recent.why')} tabIndex={-1} ref={focusOnceShown}>
      <span>{t('recent.why')}</span>
      {VOID_WHYS.map((why) => (
        <button
          key={why}
          type="button"
          data-why={why}
          aria-disabled={busy}
          onClick={() => void takeBack({ acquisitionId, why })}
        >
          {t(`recent.why.${why}`)}
        </button>
      ))}
      <button type="button" className="quiet" data-action="keep-row" onClick={onLeave}>
        {t('recent.keep')}
      </button>
    </div>
  );
}
