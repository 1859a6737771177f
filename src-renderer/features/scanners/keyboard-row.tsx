/** Scanners in keyboard mode: what the desk has learnt of them, and how to teach it. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { KeyboardIcon } from '../../ui/icons.tsx';
import { DeviceHead } from './device-head.tsx';

export function KeyboardRow(): ReactNode {
  const t = useTranslate();
  const { paceMilliseconds, ending } = useDesk((desk) => desk.scanners.settings.wedge);
  const { changeScanners } = useActions();
  const hasLearnt = paceMilliseconds !== null || ending !== 'unknown';

  function forget(): void {
    void changeScanners((settings) => ({
      ...settings,
      wedge: { ...settings.wedge, paceMilliseconds: null, ending: 'unknown' },
    }));
  }

  return (
    <li className="card" data-device="wedge" data-pace={paceMilliseconds ?? ''} data-ending={ending}>
      <DeviceHead
        icon={<KeyboardIcon />}
        name={t('scanners.wedge')}
        place={null}
        state={t('scanners.wedge.on')}
        tone="good"
      />
      <p>
        {paceMilliseconds === null
          ? t('scanners.wedge.noPace')
          : t('scanners.wedge.pace', { milliseconds: Math.round(paceMilliseconds) })}{' '}
        {t(`scanners.wedge.ending.${ending}`)}
      </p>
      {paceMilliseconds === null ? (
        <>
          <p>{t('scanners.wedge.limit')}</p>
          <p>
            <strong>{t('scanners.wedge.learn')}</strong>
          </p>
        </>
      ) : null}
      <button
        type="button"
        data-action="learn-anew"
        aria-disabled={!hasLearnt}
        onClick={() => (hasLearnt ? forget() : undefined)}
      >
        {t('scanners.wedge.anew')}
      </button>
    </li>
  );
}
