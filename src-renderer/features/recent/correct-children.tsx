/** Another number of children than was recorded (CHILD-3). */
import { useState, type ReactNode } from 'react';
import type { RecordedSale } from '../../../src-shared/desk-api/state.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { focusOnceShown } from '../../ui/focus.ts';
import { Stepper } from '../../ui/stepper.tsx';

/** The most that the contract carries. */
const MOST_CHILDREN = 99;

interface CorrectParts {
  readonly sale: RecordedSale;
  readonly onLeave: () => void;
}

export function CorrectChildren({ sale: { acquisitionId, children }, onLeave }: CorrectParts): ReactNode {
  const t = useTranslate();
  const { correct } = useActions();
  const busy = useView((view) => view.busy === 'work');
  const [count, setCount] = useState(children);

  async function save(): Promise<void> {
    if (count === children || (await correct({ acquisitionId, children: count }))) onLeave();
  }

  return (
    <div className="row-actions" role="group" aria-label={t('recent.correct')} tabIndex={-1} ref={focusOnceShown}>
      <Stepper
        label={t('sale.children')}
        count={count}
        most={null}
        onAdd={(difference) => setCount(Math.min(MOST_CHILDREN, Math.max(0, count + difference)))}
      />
      <button
        type="button"
        className="primary"
        data-action="save-children"
        aria-disabled={busy}
        onClick={() => void save()}
      >
        {t('recent.save')}
      </button>
      <button type="button" className="quiet" data-action="keep-row" onClick={onLeave}>
        {t('recent.keep')}
      </button>
    </div>
  );
}
