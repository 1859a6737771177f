/** One card of the group: its verdict in words, its children or clients, and the way to drop it. */
import { useState, type ReactNode } from 'react';
import type { Basket } from '../../../src-shared/desk-api/state.ts';
import { reasonWords } from '../../../src-shared/i18n/reason-words.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { AttentionIcon, CheckIcon, CloseIcon, TalkIcon } from '../../ui/icons.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { useNow } from '../../ui/now.ts';
import { asSentence } from '../../ui/sentence.ts';
import { isFirstPress } from '../../ui/single-press.ts';
import { Stepper } from '../../ui/stepper.tsx';
import { childrenMatter } from '../sale/words.ts';

const ICONS = { accept: CheckIcon, warn: AttentionIcon, refuse: TalkIcon } as const;

type Line = Basket['lines'][number];

export function GroupLine({ line }: { readonly line: Line }): ReactNode {
  const t = useTranslate();
  const busy = useView((view) => view.busy === 'work');
  const { dropLine } = useActions();
  const { lineId, codeTail, cardKind, verdict } = line;
  const OutcomeIcon = ICONS[verdict.outcome];
  const name = codeTail === '' ? t('sale.cardUnread') : t('group.line', { tail: codeTail });
  return (
    <li
      data-line={lineId}
      data-line-verdict={verdict.outcome}
      data-line-reasons={verdict.reasons.map(({ code }) => code).join(' ')}
    >
      <p className="line-outcome">
        <OutcomeIcon />
        {t(`group.line.${verdict.outcome}`)}
      </p>
      <div className="row-words">
        <p>
          <strong>{name}</strong>
          {cardKind === null ? null : <span> · {t(`sale.kind.${cardKind}`)}</span>}
        </p>
        <LineReasons verdict={verdict} />
      </div>
      <div className="row-actions">
        {childrenMatter(verdict) ? <LineChildren line={line} name={name} /> : null}
        <button
          type="button"
          data-action="drop"
          aria-label={`${t('group.drop')}: ${name}`}
          aria-disabled={busy}
          onMouseDown={keepFocus}
          onClick={(event) => void (isFirstPress(event) && dropLine(lineId))}
        >
          <CloseIcon />
          {t('group.drop')}
        </button>
      </div>
    </li>
  );
}

function LineReasons({ verdict: { outcome, reasons } }: Pick<Line, 'verdict'>): ReactNode {
  const language = useView((view) => view.language);
  const now = useNow();
  // A fee is told of the group as a whole; where a card stays out, only what is to be sorted out.
  const told = reasons.filter(
    ({ code, severity }) => code !== 'fee.due' && (outcome !== 'refuse' || severity !== 'note'),
  );
  return told.map((reason) => {
    const { title, next } = reasonWords(language, reason, now);
    return (
      <p key={reason.code} className="remark" data-severity={reason.severity}>
        <strong>{asSentence(title)}</strong> {next}
      </p>
    );
  });
}

/** The number as chosen, until the desk has judged it. */
function LineChildren({ line, name }: { readonly line: Line; readonly name: string }): ReactNode {
  const t = useTranslate();
  const { setLineChildren } = useActions();
  const { lineId, cardKind, verdict } = line;
  const [chosen, setChosen] = useState<number | null>(null);
  if (chosen === verdict.children) setChosen(null);
  const count = chosen ?? verdict.children;

  async function add(difference: 1 | -1): Promise<void> {
    const most = verdict.mostChildren ?? 99;
    const children = Math.max(0, difference > 0 ? Math.max(count, Math.min(count + 1, most)) : count - 1);
    if (children === count) return;
    setChosen(children);
    if (!(await setLineChildren({ lineId, children }))) setChosen(null);
  }

  return (
    <Stepper
      label={`${t(cardKind === 'community' ? 'sale.clients' : 'sale.children')} (${name})`}
      shownLabel={t(cardKind === 'community' ? 'sale.clients' : 'sale.children')}
      count={count}
      most={verdict.mostChildren}
      onAdd={(difference) => void add(difference)}
    />
  );
}
