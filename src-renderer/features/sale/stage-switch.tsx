/** What reading a card is for: hand over, reserve, let in (SALE-7); reserve by telephone (CARD-8). */
import type { ReactNode } from 'react';
import type { Stage } from '../../../src-shared/acquisition/verdict.ts';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { keepFocus } from '../../ui/keep-focus.ts';

/** In the order in which they are used most, each with its key. */
export const STAGE_KEYS: readonly (readonly [Stage, string])[] = [
  ['redeem', 'F2'],
  ['reserve', 'F3'],
  ['attend', 'F4'],
];

export function StageSwitch(): ReactNode {
  const t = useTranslate();
  const stage = useDesk((desk) => desk.stage);
  const cardSeen = useDesk((desk) => desk.cardSeen);
  const { setStage } = useActions();
  return (
    <div className="stage-switch" role="group" aria-label={t('stage.label')}>
      {STAGE_KEYS.map(([one, key]) => (
        <button
          key={one}
          type="button"
          data-action={`stage-${one}`}
          aria-pressed={one === stage}
          aria-keyshortcuts={key}
          onMouseDown={keepFocus}
          onClick={() => void setStage({ stage: one, cardSeen: true })}
        >
          {t(`stage.${one}`)} <kbd>{key}</kbd>
        </button>
      ))}
      {stage === 'reserve' ? (
        <label className="check">
          <input
            type="checkbox"
            data-action="telephone"
            checked={!cardSeen}
            onChange={(event) => void setStage({ stage, cardSeen: !event.currentTarget.checked })}
          />
          <span>
            {t('stage.telephone')}
            <span className="wide">{t('stage.telephone.more')}</span>
          </span>
        </label>
      ) : null}
    </div>
  );
}
