/** How many: a number between − and +. */
import type { ReactNode } from 'react';
import { useTranslate } from '../stores/context.ts';
import { MinusIcon, PlusIcon } from './icons.tsx';
import { keepFocus } from './keep-focus.ts';

interface StepperParts {
  /** Its name, for those who do not see where it stands. */
  readonly label: string;
  /** The name on screen, where another is enough beside what it belongs to. */
  readonly shownLabel?: string;
  readonly count: number;
  /** The most that may be chosen; null: no limit known. */
  readonly most: number | null;
  readonly onAdd: (difference: 1 | -1) => void;
}

export function Stepper({ label, shownLabel, count, most, onAdd }: StepperParts): ReactNode {
  const t = useTranslate();
  return (
    <div className="stepper" role="group" aria-label={label}>
      <span className="label">
        {shownLabel ?? label}
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
