/** Cuts and restores the desk's network. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';

export function DemoNetwork(): ReactNode {
  const t = useTranslate();
  const cut = useDesk((desk) => desk.demo?.networkCut ?? false);
  const { demo } = useActions();
  return (
    <section>
      <h3>{t('demo.network')}</h3>
      <p>{t(cut ? 'demo.network.off' : 'demo.network.on')}</p>
      <button
        type="button"
        data-action="demo-network"
        aria-pressed={cut}
        onClick={() => void demo('demo.network', { cut: !cut })}
      >
        {t(cut ? 'demo.network.restore' : 'demo.network.cut')}
      </button>
    </section>
  );
}
