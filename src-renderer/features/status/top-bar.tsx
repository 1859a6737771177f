/** The bar above every screen: whose desk it is, the language, help, the demo; before enrolment also the scanners. */
import type { ReactNode } from 'react';
import { CATALOGUES } from '../../../src-shared/i18n/translate.ts';
import { LANGUAGES } from '../../../src-shared/kernel/schemas.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { ScannerIcon } from '../../ui/icons.tsx';

export function TopBar(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const siteName = useView(({ desk }) => desk?.site?.name ?? null);
  const deskName = useView(({ desk }) => desk?.deskName ?? null);
  const isDemo = useView(({ desk }) => (desk?.demo ?? null) !== null);
  const demoOpen = useView((view) => view.demoOpen);
  const mayTryScanners = useView(({ desk }) => desk !== null && desk.site === null && desk.scanners.test === null);
  const { setLanguage, openHelp, openDemo, openScanners } = useActions();
  return (
    <header className="top-bar">
      <p className="whose">
        <strong>Kaikudesk</strong>
        {siteName === null ? null : <span>{siteName}</span>}
        {deskName === null ? null : <span>{deskName}</span>}
      </p>
      <div className="languages" role="group" aria-label={t('language.choose')}>
        {LANGUAGES.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            data-language={one}
            aria-pressed={one === language}
            onClick={() => void setLanguage(one)}
          >
            {CATALOGUES[one]['language.name']}
          </button>
        ))}
      </div>
      {/* Afterwards the status line has it. */}
      {mayTryScanners ? (
        <button type="button" data-action="scanners" onClick={() => void openScanners(true)}>
          <ScannerIcon />
          {t('scanners.open')}
        </button>
      ) : null}
      <button type="button" data-action="help" onClick={() => openHelp(true)}>
        {t('help.open')} <kbd>F1</kbd>
      </button>
      {isDemo ? (
        <button type="button" data-action="demo" aria-pressed={demoOpen} onClick={() => openDemo(!demoOpen)}>
          {t('demo.open')}
        </button>
      ) : null}
    </header>
  );
}
