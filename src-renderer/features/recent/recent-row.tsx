/** One acquisition: what it is, and taking it back with a reason or correcting its children (CAP-9, CHILD-3). */
import { useState, type ReactNode } from 'react';
import type { RecordedSale } from '../../../src-shared/desk-api/state.ts';
import { formatTime } from '../../../src-shared/i18n/format.ts';
import { useDesk, useTranslate, useView } from '../../stores/context.ts';
import { canBeTakenBack } from '../../stores/work-actions.ts';
import { useNow } from '../../ui/now.ts';
import { ticketsInWords } from '../../ui/tickets.ts';
import { remarksOf } from '../sale/recorded-words.ts';
import { CorrectChildren } from './correct-children.tsx';
import { TakeBack } from './take-back.tsx';

export function RecentRow({ sale }: { readonly sale: RecordedSale }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const now = useNow();
  const isCourse = useDesk((desk) =>
    desk.performances.some(({ performance }) => performance.id === sale.performanceId && performance.kind === 'course'),
  );
  const [asked, setAsked] = useState<'undo' | 'correct' | null>(null);
  const isOpen = canBeTakenBack(sale.state);
  const remarks = [...remarksOf(language, sale, false, now), t(`last.delivery.${sale.delivery}`)];
  return (
    <li data-row={sale.acquisitionId} data-row-state={sale.state} data-row-delivery={sale.delivery}>
      <div className="row-words">
        <p>
          <strong>{t(`state.${sale.state}`)}</strong> {formatTime(language, Date.parse(sale.at))}
          {' · '}…{sale.codeTail}
          {' · '}
          {ticketsInWords(t, sale.children)}
        </p>
        <small>{remarks.join(' · ')}</small>
      </div>
      {isOpen && asked === null ? (
        <div className="row-actions">
          {isCourse ? null : (
            <button type="button" data-action="correct" onClick={() => setAsked('correct')}>
              {t('recent.correct')}
            </button>
          )}
          <button type="button" data-action="undo-row" onClick={() => setAsked('undo')}>
            {t('recent.undo')}
          </button>
        </div>
      ) : null}
      {isOpen && asked === 'undo' ? <TakeBack sale={sale} onLeave={() => setAsked(null)} /> : null}
      {isOpen && asked === 'correct' ? <CorrectChildren sale={sale} onLeave={() => setAsked(null)} /> : null}
    </li>
  );
}
