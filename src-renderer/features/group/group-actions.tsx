/** Recording the group, or leaving it. */
import type { ReactNode, RefObject } from 'react';
import type { Basket } from '../../../src-shared/desk-api/state.ts';
import { useActions, useTranslate, useView, type Translate } from '../../stores/context.ts';
import { ignoreStrayKey } from '../../ui/stray-key.ts';
import { GROUP_SUMMARY_ID } from './group-summary.tsx';

interface ActionsParts {
  readonly basket: Basket;
  /** Takes the focus where nothing may be pressed by accident. */
  readonly place: RefObject<HTMLDivElement | null>;
}

export function GroupActions({ basket, place }: ActionsParts): ReactNode {
  const t = useTranslate();
  const busy = useView((view) => view.busy === 'confirm');
  const { confirmGroup, openGroup } = useActions();
  const { outcome, lines } = basket;
  const isRefused = outcome === 'refuse';
  return (
    <div className="actions" role="group" aria-label={t('group.title')} tabIndex={-1} ref={place}>
      {lines.length === 0 ? null : (
        <button
          key={outcome}
          type="button"
          className={outcome === 'warn' ? 'deliberate' : 'primary'}
          data-action="group-confirm"
          aria-disabled={busy || isRefused}
          aria-describedby={isRefused ? GROUP_SUMMARY_ID : undefined}
          onKeyDown={ignoreStrayKey}
          onClick={() => void confirmGroup()}
        >
          <span>{busy ? t('sale.busy') : t(...confirmWords(basket))}</span>
          {outcome === 'accept' ? <kbd>Enter</kbd> : null}
        </button>
      )}
      <button type="button" className="dismiss" data-action="group-close" onClick={() => void openGroup(false)}>
        {t('group.close')}
      </button>
    </div>
  );
}

function confirmWords({ outcome, lines, good }: Basket): Parameters<Translate> {
  if (outcome === 'warn') return ['group.goOn', { count: good }];
  if (good < lines.length && good > 0) return ['group.confirmSome', { count: good, lines: lines.length }];
  return ['group.confirm', { count: lines.length }];
}
