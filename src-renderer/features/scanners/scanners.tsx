/** The scanners' set-up page: what is connected, help, settings, and a test area in which nothing is sold. */
import { useContext, useEffect, useState, type ReactNode } from 'react';
import { focusedTextField } from '../../scan/text-field.ts';
import { ScreenContext, useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { focusOnceShown } from '../../ui/focus.ts';
import { AttentionIcon, BackIcon } from '../../ui/icons.tsx';
import { asSentence } from '../../ui/sentence.ts';
import { isFirstPress } from '../../ui/single-press.ts';
import { DeviceList } from './device-list.tsx';
import { Settings } from './settings.tsx';
import { SetUpHelp } from './set-up-help.tsx';
import { TestArea } from './test-area.tsx';

const PARTS = ['devices', 'help', 'settings'] as const;
type Part = (typeof PARTS)[number];

export function Scanners(): ReactNode {
  const t = useTranslate();
  const driver = useDesk((desk) => desk.scanners.driver);
  const { openScanners } = useActions();
  const [part, setPart] = useState<Part>('devices');
  const [isLedToHelp, setLedToHelp] = useState(false);
  useEscape();

  function show(next: Part, isLed: boolean): void {
    setPart(next);
    setLedToHelp(isLed);
  }

  return (
    <div className="scanners">
      <header>
        <button
          type="button"
          className="quiet"
          data-action="leave-scanners"
          onClick={(event) => void (isFirstPress(event) && openScanners(false))}
        >
          <BackIcon />
          {t('scanners.back')} <kbd>Esc</kbd>
        </button>
        {/* Not on a button, so that a held Enter presses nothing. */}
        <h1 tabIndex={-1} ref={focusOnceShown}>
          {t('scanners.title')}
        </h1>
        <p className="sells-nothing">
          <AttentionIcon />
          <span>
            <strong>{asSentence(t('scanners.sellsNothing'))}</strong> {t('scanners.sellsNothing.more')}
          </span>
        </p>
      </header>
      <div className="scanner-parts">
        <div className="part-switch" role="group" aria-label={t('scanners.part')}>
          {PARTS.map((one) => (
            <button
              key={one}
              type="button"
              data-part={one}
              aria-pressed={one === part}
              onClick={() => show(one, false)}
            >
              {t(`scanners.part.${one}`)}
            </button>
          ))}
        </div>
        {driver === 'running' ? null : (
          <p className="driver-note" data-driver={driver}>
            <AttentionIcon />
            {t(`scanners.driver.${driver}`)}
          </p>
        )}
        {part === 'devices' ? <DeviceList onHelp={() => show('help', true)} /> : null}
        {part === 'help' ? <SetUpHelp isLedTo={isLedToHelp} /> : null}
        {part === 'settings' ? <Settings /> : null}
      </div>
      <TestArea />
    </div>
  );
}

/** Escape leaves the page; in a field it is the field's, over the help the help's. */
function useEscape(): void {
  const screen = useContext(ScreenContext);
  useEffect(() => {
    if (screen === null) return undefined;
    const { view, actions } = screen;
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.repeat || event.defaultPrevented) return;
      if (view.getState().helpOpen || focusedTextField() !== null) return;
      void actions.openScanners(false);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [screen]);
}
