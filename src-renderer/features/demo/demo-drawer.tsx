/** The demo panel: the promise of the desk to try in two minutes. Only where the registry is a demo. */
import type { ReactNode } from 'react';
import { useActions, useTranslate } from '../../stores/context.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { DemoCards } from './demo-cards.tsx';
import { DemoNetwork } from './demo-network.tsx';
import { DemoReceived } from './demo-received.tsx';
import { SecondDesk } from './second-desk.tsx';

export function DemoDrawer(): ReactNode {
  const t = useTranslate();
  const { openDemo } = useActions();
  return (
    <aside className="demo" aria-label={t('demo.title')}>
      <header>
        <h2>{t('demo.title')}</h2>
        <button
          type="button"
          className="quiet"
          data-action="close-demo"
          aria-label={t('demo.close')}
          onClick={() => openDemo(false)}
        >
          <CloseIcon />
        </button>
      </header>
      <DemoNetwork />
      <DemoCards />
      <SecondDesk />
      <DemoReceived />
    </aside>
  );
}
