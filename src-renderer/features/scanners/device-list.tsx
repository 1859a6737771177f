/** What reads cards at this desk: devices with their states, keyboard scanners, the camera. */
import type { ReactNode } from 'react';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { CameraRow } from './camera-row.tsx';
import { DeviceRow } from './device-row.tsx';
import { KeyboardRow } from './keyboard-row.tsx';
import { devicesToShow } from './words.ts';

export function DeviceList({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const t = useTranslate();
  const scanners = useDesk((desk) => desk.scanners);
  const devices = devicesToShow(scanners);
  return (
    <ul className="devices">
      {scanners.blind.map((kind) => (
        <li key={kind} className="no-device card" data-blind={kind}>
          {t(`scanners.blind.${kind}`)}
        </li>
      ))}
      {devices.length === 0 && scanners.blind.length === 0 && scanners.driver === 'running' ? (
        <li className="no-device card">{t('scanners.none')}</li>
      ) : null}
      {devices.map((device) => (
        <DeviceRow
          key={device.id}
          device={device}
          isPutAside={scanners.settings.chosen.some(({ id, use }) => id === device.id && !use)}
          onHelp={onHelp}
        />
      ))}
      <KeyboardRow />
      <CameraRow />
    </ul>
  );
}
