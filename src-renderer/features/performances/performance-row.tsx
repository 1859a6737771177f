/** One performance as a row to press: when, what, where, what is left. */
import type { ReactNode } from 'react';
import type { OfferedPerformance } from '../../../src-shared/desk-api/state.ts';
import { formatWeekday } from '../../../src-shared/i18n/format.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { leftOf, marksOf, timeOf } from './words.ts';

interface RowParts {
  readonly offered: OfferedPerformance;
  /** The desk's time in milliseconds. */
  readonly now: number;
}

export function PerformanceRow({ offered, now }: RowParts): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const { pick } = useActions();
  const { performance } = offered;
  const marks = marksOf(language, performance, now);
  const left = leftOf(language, offered);
  return (
    <button
      type="button"
      className="performance"
      data-performance-id={performance.id}
      data-marked={marks.length > 0}
      onClick={() => void pick(performance.id)}
    >
      <span className="when">
        {performance.day > helsinkiDay(now) ? <small>{formatWeekday(language, performance.day)}</small> : null}
        <span data-hour={performance.startsAt !== null}>{timeOf(language, performance)}</span>
      </span>
      <span className="what">
        <strong>{performance.title[language]}</strong>
        <span>
          {performance.kind === 'course' ? `${t('performances.course')} · ` : ''}
          {performance.place}
        </span>
      </span>
      <span className="marks">
        {marks.map((mark) => (
          <span className="mark" key={mark}>
            {mark}
          </span>
        ))}
      </span>
      <span className="left" data-left={offered.left ?? ''}>
        {left}
      </span>
    </button>
  );
}
