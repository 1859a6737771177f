/** What this desk recorded last for the performance: to look up, to take back, to correct. */
import type { ReactNode } from 'react';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { Panel } from '../../ui/panel.tsx';
import { RecentRow } from './recent-row.tsx';

export function Recent(): ReactNode {
  const t = useTranslate();
  const recent = useDesk((desk) => desk.recent);
  return (
    <Panel name="recent" title={t('recent.title')}>
      {recent.length === 0 ? <p>{t('recent.none')}</p> : null}
      <ul className="rows">
        {recent.map((sale) => (
          <RecentRow key={sale.acquisitionId} sale={sale} />
        ))}
      </ul>
    </Panel>
  );
}
