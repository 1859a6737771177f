/** Tickets for assistants and support persons: for any customer, without a card, without asking why (ASSIST-1). */
import { useRef, useState, type ReactNode } from 'react';
import { decideAssistance, type AssistanceKind } from '../../../src-shared/acquisition/assistance.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { reasonWords } from '../../../src-shared/i18n/reason-words.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { useNow } from '../../ui/now.ts';
import { Panel } from '../../ui/panel.tsx';
import { isFirstPress } from '../../ui/single-press.ts';
import { Given } from './given.tsx';

const COUNTS = [1, 2, 3, 4];

export function Assist(): ReactNode {
  const t = useTranslate();
  const performance = useDesk(
    (desk) => desk.performances.find((offered) => offered.performance.id === desk.pickedId)?.performance,
  );
  return (
    <Panel name="assist" title={t('assist.title')} lead={t('assist.lead')}>
      {performance === undefined ? null : <Chooser performance={performance} />}
    </Panel>
  );
}

function Chooser({ performance }: { readonly performance: Performance }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const busy = useView((view) => view.busy === 'work');
  const now = useNow();
  const { assist } = useActions();
  const [chosen, setKind] = useState<AssistanceKind>('assistant');
  const [count, setCount] = useState(1);
  const given = useRef<HTMLDivElement>(null);
  const { supportPersons } = performance.organiser;
  const kind = supportPersons ? chosen : 'assistant';
  // The desk judges again; this is what it will say.
  const { outcome, reasons } = decideAssistance({ now, kind, count, performance });
  const shown = supportPersons
    ? reasons
    : [...reasons, { code: 'assistance.support-persons-off', severity: 'note', parameters: {} } as const];

  async function handOver(): Promise<void> {
    if (outcome === 'refuse' || !(await assist({ kind, count }))) return;
    setCount(1);
    given.current?.focus();
  }

  return (
    <div className="assist" data-assist-reasons={shown.map(({ code }) => code).join(' ')}>
      {supportPersons ? (
        <div className="choice" role="group" aria-label={t('assist.kind')}>
          {(['assistant', 'support-person'] as const).map((one) => (
            <button
              key={one}
              type="button"
              data-assist-kind={one}
              aria-pressed={one === kind}
              onClick={() => setKind(one)}
            >
              {t(`assist.kind.${one}`)}
            </button>
          ))}
        </div>
      ) : (
        <p>
          <strong>{t('assist.kind.assistant')}</strong>
        </p>
      )}
      <div className="choice" role="group" aria-label={t('assist.count')}>
        <span>{t('assist.count')}</span>
        {COUNTS.map((one) => (
          <button
            key={one}
            type="button"
            data-assist-count={one}
            aria-pressed={one === count}
            onClick={() => setCount(one)}
          >
            {one}
          </button>
        ))}
      </div>
      <ul className="reminders">
        {shown.map((reason) => {
          const { title, next } = reasonWords(language, reason, now);
          return (
            <li key={reason.code} data-severity={reason.severity}>
              <strong>{title}</strong> {next}
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        className="primary large"
        data-action="assist-confirm"
        aria-disabled={busy || outcome === 'refuse'}
        onClick={(event) => void (isFirstPress(event) && handOver())}
      >
        {t('assist.confirm', { count })}
      </button>
      <Given place={given} />
    </div>
  );
}
