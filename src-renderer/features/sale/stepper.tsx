/** How many: a number between − and +. */
import type { MouseEvent, ReactNode } from 'react';
import { useTranslate } from '../../stores/context.ts';
import { MinusIcon, PlusIcon } from '../../ui/icons.tsx';

interface StepperParts {
  readonly label: string;
  readonly count: number;
  /** The most that may be chosen; null: no limit known. */
  readonly most: number | null;
  readonly onAdd: (difference: 1 | -1) => void;
}

export function Stepper({ label, count, most, onAdd }: StepperParts): ReactNode {
  const t = useTranslate();
  return (
    <div className="stepper" role="group" aria-label={label}>
      <span className="label">
        {label}
        {most === null ? null : <small>{t('sale.children.most', { most })}</small>}
      </span>
      <button
        type="button"
        data-action="fewer"
        aria-label={`${t('sale.children.fewer')}: ${label}`}
        aria-disabled={count === 0}
        onMouseDown={keepFocus}
        onClick={() => onAdd(-1)}
      >
        <MinusIcon />
      </button>
      <output data-children={count}>{count}</output>
      <button
        type="button"
        data-action="more"
        aria-label={`${t('sale.children.more')}: ${label}`}
        aria-disabled={most !== null && count >= most}
        onMouseDown={keepFocus}
        onClick={() => onAdd(1)}
      >
        <PlusIcon />
      </button>
    </div>
  );
}

/** A click leaves the focus on the button that records, so that Enter still does. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
