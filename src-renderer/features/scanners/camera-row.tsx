/** The camera as a reader: on or off. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { CameraIcon } from '../../ui/icons.tsx';
import { isFirstPress } from '../../ui/single-press.ts';
import { CameraChoice } from './camera-choice.tsx';
import { DeviceHead } from './device-head.tsx';

export function CameraRow(): ReactNode {
  const t = useTranslate();
  const use = useDesk((desk) => desk.scanners.settings.camera.use);
  const { changeScanners } = useActions();

  function toggle(): void {
    void changeScanners((settings) => ({ ...settings, camera: { ...settings.camera, use: !use } }));
  }

  return (
    <li className="card" data-device="camera" data-camera-use={use}>
      <DeviceHead
        icon={<CameraIcon />}
        name={t('scanners.camera')}
        place={null}
        state={t(use ? 'scanners.camera.on' : 'scanners.camera.off')}
        tone={use ? 'good' : 'calm'}
      />
      <p>{t('scanners.camera.more')}</p>
      {use ? <CameraChoice /> : null}
      <button type="button" data-action="camera-use" onClick={(event) => isFirstPress(event) && toggle()}>
        {t(use ? 'scanners.camera.stop' : 'scanners.camera.use')}
      </button>
    </li>
  );
}
