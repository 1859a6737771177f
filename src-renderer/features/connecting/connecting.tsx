/** No desk to show: being connected, lost, or refused. */
import type { ReactNode } from 'react';
import { useTranslate, useView } from '../../stores/context.ts';

export function Connecting(): ReactNode {
  const connection = useView((view) => view.connection);
  const t = useTranslate();
  const known = connection === 'lost' || connection === 'refused';
  return (
    <div className="connecting" role="status" data-connection={connection}>
      <h1>{t(known ? `connecting.${connection}` : 'connecting.first')}</h1>
      {known ? <p>{t(`connecting.${connection}.more`)}</p> : null}
    </div>
  );
}
