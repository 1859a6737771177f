/** How to set a scanner so that it reads cards well. */
import type { ReactNode } from 'react';
import { useTranslate } from '../../stores/context.ts';

const STEPS = ['pos', 'suffix', 'check', 'letters'] as const;

export function SetUpHelp(): ReactNode {
  const t = useTranslate();
  return (
    <section className="set-up-help card">
      <p>{t('scanners.help.lead')}</p>
      <ol>
        {STEPS.map((step) => (
          <li key={step} data-help={step}>
            <h2>{t(`scanners.help.${step}`)}</h2>
            <p>{t(`scanners.help.${step}.more`)}</p>
          </li>
        ))}
      </ol>
      <p>{t('scanners.wedge.limit')}</p>
      <p>{t('scanners.wedge.learn')}</p>
    </section>
  );
}
