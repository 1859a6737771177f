/** What staff can do about the verdict: hand over, reserve, let in, go on anyway, count children, clear. */
import type { ReactNode, RefObject } from 'react';
import type { ShownVerdict } from '../../../src-shared/desk-api/state.ts';
import { childrenOnScreen } from '../../stores/view.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { ignoreStrayKey } from '../../ui/stray-key.ts';
import { Stepper } from '../../ui/stepper.tsx';
import { childrenMatter, confirmWords, outcomeWords } from './words.ts';

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
    <div className="actions" role="group" aria-label={t(outcomeWords(verdict))} tabIndex={-1} ref={place}>
      {outcome === 'refuse' ? null : (
        <button
          // Another button for another outcome, so that the focus of an accepted card's is not on a warned one's. From
          // one accepted card to the next it stays: to remove a focused element makes the browser lay out twice.
          key={outcome}
          type="button"
          className={outcome === 'accept' ? 'primary' : 'deliberate'}
          data-action="confirm"
          aria-disabled={busy}
          onKeyDown={ignoreStrayKey}
          onClick={() => void confirm()}
        >
          <span>{busy ? t('sale.busy') : t(...confirmWords(verdict, children))}</span>
          {outcome === 'accept' ? <kbd>Enter</kbd> : null}
        </button>
      )}
      {childrenMatter(verdict) ? (
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
