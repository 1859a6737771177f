/** What is being sold, and the way back to the list. */
import type { ReactNode } from 'react';
import { formatWeekday } from '../../../src-shared/i18n/format.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { BackIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { leftOf, marksOf, timeOf } from '../performances/words.ts';
import { SoldOut } from './sold-out.tsx';

export function SaleHeader(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const offered = useDesk((desk) => desk.performances.find(({ performance }) => performance.id === desk.pickedId));
  const now = useNow();
  const { pick } = useActions();
  return (
    <header className="sale-header">
      <button type="button" className="quiet" data-action="back" onClick={() => void pick(null)}>
        <BackIcon />
        {t('performances.back')}
      </button>
      {offered === undefined ? null : (
        <>
          <p className="what">
            <strong>{offered.performance.title[language]}</strong>
            <span>
              {offered.performance.day > helsinkiDay(now) ? `${formatWeekday(language, offered.performance.day)} ` : ''}
              {timeOf(language, offered.performance)} · {offered.performance.place}
            </span>
          </p>
          {marksOf(language, offered.performance, now).map((mark) => (
            <span className="mark" key={mark}>
              {mark}
            </span>
          ))}
          <span className="left" data-left={offered.left ?? ''}>
            {leftOf(language, offered)}
          </span>
          <SoldOut
            // The first press was for the state that was on screen then.
            key={`${offered.performance.id} ${offered.performance.soldOut}`}
            performance={offered.performance}
          />
        </>
      )}
    </header>
  );
}
