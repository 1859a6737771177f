/** Which of several cameras; remembered for this desk. To be chosen however the one in use is doing. */
import { useEffect, useState, type ReactNode } from 'react';
import { watchCameras } from '../../scan/camera/cameras.ts';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { Choice } from './choice.tsx';

/** The system's first camera: none of its own name. */
const ANY = '';

export function CameraChoice(): ReactNode {
  const t = useTranslate();
  const chosen = useDesk(({ scanners }) => scanners.settings.camera.label);
  const { changeScanners } = useActions();
  const [plugged, setPlugged] = useState<readonly string[]>([]);
  useEffect(() => watchCameras(setPlugged), []);
  // The chosen one, even while it is not plugged in.
  const names = chosen === null || plugged.includes(chosen) ? plugged : [...plugged, chosen];
  if (names.length < 2 && chosen === null) return null;

  function choose(name: string): void {
    const label = name === ANY ? null : name;
    void changeScanners((settings) => ({ ...settings, camera: { ...settings.camera, label } }));
  }

  return (
    <Choice
      name="camera"
      label={t('scanners.camera.which')}
      options={[
        { value: ANY, words: t('scanners.camera.any') },
        ...names.map((name) => ({ value: name, words: name })),
      ]}
      chosen={chosen ?? ANY}
      onChoose={choose}
    />
  );
}
