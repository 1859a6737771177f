/** How the scanners are doing, in the status line; opens their set-up page. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate, type Translate } from '../../stores/context.ts';
import type { ScannersState } from '../../../src-shared/desk-api/scanners.ts';
import { ScannerIcon } from '../../ui/icons.tsx';
import { isFirstPress } from '../../ui/single-press.ts';
import { TONES } from './words.ts';

export function ScannersMark(): ReactNode {
  const t = useTranslate();
  const scanners = useDesk((desk) => desk.scanners);
  const { openScanners } = useActions();
  const { words, tone } = markOf(t, scanners);
  const isOpen = scanners.test !== null;
  return (
    <button
      type="button"
      className="scanners-mark"
      data-action="scanners"
      data-tone={tone}
      aria-pressed={isOpen}
      onClick={(event) => void (isFirstPress(event) && openScanners(!isOpen))}
    >
      <ScannerIcon />
      {words}
    </button>
  );
}

function markOf(t: Translate, { devices, driver }: ScannersState): { words: string; tone: 'calm' | 'attention' } {
  if (driver === 'restarting') return { words: t('scanners.mark.restarting'), tone: 'attention' };
  const problems = devices.filter(({ state }) => TONES[state] === 'attention').length;
  if (problems > 0) return { words: t('scanners.mark.problem', { count: problems }), tone: 'attention' };
  const connected = devices.filter(({ state }) => state === 'connected').length;
  const words = connected === 0 ? t('scanners.open') : t('scanners.mark.connected', { count: connected });
  return { words, tone: 'calm' };
}
