/** How to set a scanner so that it reads cards well. */
import type { ReactNode } from 'react';
import { useTranslate } from '../../stores/context.ts';

const STEPS = ['pos', 'suffix', 'check', 'letters'] as const;

/** `isLedTo`: a button led here, and goes; its focus comes along. */
export function SetUpHelp({ isLedTo }: { readonly isLedTo: boolean }): ReactNode {
  const t = useTranslate();
  return (
    <section className="set-up-help card">
      <p>{t('scanners.help.lead')}</p>
      <ol>
        {STEPS.map((step, index) => (
          <li key={step} data-help={step}>
            <h2 tabIndex={-1} ref={isLedTo && index === 0 ? takeFocus : undefined}>
              {t(`scanners.help.${step}`)}
            </h2>
            <p>{t(`scanners.help.${step}.more`)}</p>
          </li>
        ))}
      </ol>
      <p>{t('scanners.wedge.limit')}</p>
      <p>{t('scanners.wedge.learn')}</p>
    </section>
  );
}

/** Scrolls there too, for the button may have stood far down. */
function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
