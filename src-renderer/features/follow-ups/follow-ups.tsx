/** What the registry remarked on acquisitions of this desk, until staff have seen it (ARCHITECTURE, decision 10). */
import type { ReactNode } from 'react';
import type { FollowUp } from '../../../src-shared/desk-api/state.ts';
import { formatMoment } from '../../../src-shared/i18n/format.ts';
import { useActions, useDesk, useTranslate, useView } from '../../stores/context.ts';
import { useNow } from '../../ui/now.ts';
import { Panel } from '../../ui/panel.tsx';
import { asSentence } from '../../ui/sentence.ts';
import { isFirstPress } from '../../ui/single-press.ts';

export function FollowUps(): ReactNode {
  const t = useTranslate();
  const followUps = useDesk((desk) => desk.followUps);
  return (
    <Panel name="follow-ups" title={t('followUps.title')} lead={t('followUps.lead')}>
      <ul className="rows">
        {followUps.map((followUp) => (
          <FollowUpRow key={followUp.acquisitionId} followUp={followUp} />
        ))}
      </ul>
    </Panel>
  );
}

function FollowUpRow({ followUp }: { readonly followUp: FollowUp }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const busy = useView((view) => view.busy === 'work');
  const title = useDesk(
    (desk) => desk.performances.find(({ performance }) => performance.id === followUp.performanceId)?.performance.title,
  );
  const { followedUp } = useActions();
  const at = formatMoment(language, Date.parse(followUp.at), useNow());
  return (
    <li data-follow-up={followUp.acquisitionId} data-conflicts={followUp.conflicts.join(' ')}>
      <div className="row-words">
        <p>
          <strong>{title?.[language] ?? t('followUps.gone')}</strong> {at}
          {' · '}…{followUp.codeTail}
          {followUp.provisional ? ` · ${t('last.provisional')}` : ''}
        </p>
        {followUp.conflicts.map((conflict) => (
          <p key={conflict} className="remark">
            <strong>{asSentence(t(`conflict.${conflict}.title`))}</strong> {t(`conflict.${conflict}.next`)}
          </p>
        ))}
      </div>
      <div className="row-actions">
        <button
          type="button"
          data-action="followed-up"
          aria-disabled={busy}
          onClick={(event) => void (isFirstPress(event) && followedUp(followUp.acquisitionId))}
        >
          {t('followUps.seen')}
        </button>
      </div>
    </li>
  );
}
