/** A small-group visit: the worker's card and every member's own, judged together, recorded at once (GROUP-1). */
import { useRef, type ReactNode } from 'react';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { GroupActions } from './group-actions.tsx';
import { GroupLine } from './group-line.tsx';
import { GroupSummary } from './group-summary.tsx';
import { useGroupFocus } from './use-group-focus.ts';

export function Group(): ReactNode {
  const t = useTranslate();
  const basket = useDesk((desk) => desk.basket);
  const place = useRef<HTMLDivElement>(null);
  useGroupFocus(basket, place);
  if (basket === null) return null;
  return (
    <section
      className="group"
      aria-label={t('group.title')}
      data-basket={basket.basketId}
      data-outcome={basket.outcome}
      data-reasons={basket.reasons.map(({ code }) => code).join(' ')}
    >
      <header>
        <h1>{t('group.title')}</h1>
        <p>{t('group.lead')}</p>
      </header>
      <ol className="rows">
        {basket.lines.map((line) => (
          <GroupLine key={line.lineId} line={line} />
        ))}
      </ol>
      <GroupSummary basket={basket} />
      <GroupActions basket={basket} place={place} />
    </section>
  );
}
