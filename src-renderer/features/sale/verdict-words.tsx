/** The verdict, very large: colour, icon and words; for each reason what it is, what to say and what to do. */
import type { ReactNode } from 'react';
import type { Verdict } from '../../../src-shared/acquisition/verdict.ts';
import type { ShownVerdict } from '../../../src-shared/desk-api/state.ts';
import type { MessageKey } from '../../../src-shared/i18n/catalogue.ts';
import { reasonWords } from '../../../src-shared/i18n/reason-words.ts';
import { childrenOnScreen } from '../../stores/view.ts';
import { useTranslate, useView } from '../../stores/context.ts';
import { AttentionIcon, CheckIcon, TalkIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { Grounds } from './grounds.tsx';
import { outcomeWords } from './words.ts';

const ICONS = { accept: CheckIcon, warn: AttentionIcon, refuse: TalkIcon } as const;

export function VerdictWords({ shown }: { readonly shown: ShownVerdict }): ReactNode {
  const t = useTranslate();
  const { outcome, reasons, grounds } = shown.verdict;
  const OutcomeIcon = ICONS[outcome];
  return (
    <div className="verdict" data-outcome={outcome}>
      <div className="outcome">
        <OutcomeIcon />
        <h1>{t(outcomeWords(shown.verdict))}</h1>
        <p className="card-facts">
          {shown.cardKind === null ? null : <span>{t(`sale.kind.${shown.cardKind}`)}</span>}
          <span>{shown.codeTail === '' ? t('sale.cardUnread') : t('sale.card', { tail: shown.codeTail })}</span>
        </p>
      </div>
      <div className="reasons">
        {shown.asking ? <p className="asking">{t('sale.asking')}</p> : null}
        {outcome === 'accept' ? <Tickets shown={shown} /> : null}
        {reasons.map((reason) => (
          <ReasonWords key={reason.code} reason={reason} />
        ))}
        {grounds.length === 0 ? null : <Grounds grounds={grounds} />}
      </div>
    </div>
  );
}

/** The tickets that would be handed over, as the number of children changes. */
function Tickets({ shown: { cardKind, verdict } }: { readonly shown: ShownVerdict }): ReactNode {
  const t = useTranslate();
  const count = useView(childrenOnScreen);
  const forWorker = cardKind === 'community';
  return (
    <section>
      <p className="title">
        {t(forWorker ? 'sale.worker' : 'last.adult')}
        {count === 0 ? '' : ` + ${t(forWorker ? 'sale.clientsComing' : 'last.children', { count })}`}
      </p>
      <p className="more">{t(acceptedWords(forWorker, verdict))}</p>
    </section>
  );
}

function acceptedWords(forWorker: boolean, { stage, mostChildren }: Verdict): MessageKey {
  if (stage === 'attend') return 'sale.accept.moreAttend';
  if (mostChildren === 0) return 'sale.accept.moreAlone';
  return forWorker ? 'sale.accept.moreCommunity' : 'sale.accept.more';
}

function ReasonWords({ reason }: { readonly reason: ShownVerdict['verdict']['reasons'][number] }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const { title, say, next } = reasonWords(language, reason, useNow());
  return (
    <section data-reason={reason.code} data-severity={reason.severity}>
      <p className="title">{title}</p>
      <dl>
        <dt>{t('sale.next')}</dt>
        <dd>{next}</dd>
        <dt>{t('sale.say')}</dt>
        <dd>{say}</dd>
      </dl>
    </section>
  );
}
