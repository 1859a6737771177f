/** What staff can do about the verdict: hand over, go on anyway, count children, clear. */
import type { ReactNode, RefObject } from 'react';
import type { ShownVerdict } from '../../../src-shared/desk-api/state.ts';
import { childrenOnScreen } from '../../stores/view.ts';
import { useActions, useTranslate, useView, type Translate } from '../../stores/context.ts';
import { Stepper } from './stepper.tsx';

interface ActionsParts {
  readonly shown: ShownVerdict;
  /** Takes the focus where nothing may be pressed by accident. */
  readonly place: RefObject<HTMLDivElement | null>;
}

export function VerdictActions({ shown, place }: ActionsParts): ReactNode {
  const t = useTranslate();
  const { confirm, dismiss, addChildren } = useActions();
  const children = useView(childrenOnScreen);
  const busy = useView((view) => view.busy === 'confirm');
  const { verdict, cardKind } = shown;
  const { outcome } = verdict;
  return (
    <div className="actions" role="group" aria-label={t(`sale.${outcome}`)} tabIndex={-1} ref={place}>
      {outcome === 'refuse' ? null : (
        <button
          // Another button for another outcome, so that the focus of an accepted card's is not on a warned one's. From
          // one accepted card to the next it stays: to remove a focused element makes the browser lay out twice.
          key={outcome}
          type="button"
          className={outcome === 'accept' ? 'primary' : 'deliberate'}
          data-action="confirm"
          aria-disabled={busy}
          onClick={() => void confirm()}
        >
          <span>{t(...confirmWords(outcome, children, busy))}</span>
          {outcome === 'accept' ? <kbd>Enter</kbd> : null}
        </button>
      )}
      {countsMatter(shown) ? (
        <Stepper
          label={t(cardKind === 'community' ? 'sale.clients' : 'sale.children')}
          count={children}
          most={verdict.mostChildren}
          onAdd={(difference) => void addChildren(difference)}
        />
      ) : null}
      <button type="button" className="dismiss" data-action="dismiss" onClick={() => void dismiss()}>
        <span>{t('sale.dismiss')}</span>
        <kbd>Esc</kbd>
      </button>
    </div>
  );
}

function confirmWords(outcome: 'accept' | 'warn', children: number, busy: boolean): Parameters<Translate> {
  if (busy) return ['sale.busy'];
  return outcome === 'warn' ? ['sale.goOn'] : ['sale.confirmMany', { count: children + 1 }];
}

/** Whether another number of children could matter: not where a card is refused for something else. */
function countsMatter({ verdict }: ShownVerdict): boolean {
  if (verdict.outcome !== 'refuse') return verdict.mostChildren !== 0 || verdict.children > 0;
  return verdict.children > 0 && verdict.reasons.every(({ code }) => /^(?:children|cap)\./.test(code));
}
