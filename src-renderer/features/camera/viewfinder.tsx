/** The camera's small picture, with what it sees in words; there only where this desk uses its camera. */
import { useCallback, useRef, useState, type ReactNode } from 'react';
import type { MessageKey } from '../../../src-shared/i18n/catalogue.ts';
import type { CameraView } from '../../scan/camera/camera.ts';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { useCamera } from './use-camera.ts';

type CameraOnView = Extract<CameraView, { state: 'on' }>['camera'];

export function Viewfinder(): ReactNode {
  const isUsed = useDesk(({ scanners }) => scanners.settings.camera.use);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return isUsed ? <Picture key={attempt} retry={retry} /> : null;
}

function Picture({ retry }: { readonly retry: () => void }): ReactNode {
  const t = useTranslate();
  const video = useRef<HTMLVideoElement>(null);
  const view = useCamera(video, retry);
  const mirror = useDesk(({ scanners }) => scanners.settings.camera.mirror);
  const isMirrored = mirror === 'automatic' ? view.state === 'on' && view.camera.isFront : mirror === 'on';
  return (
    <section className="viewfinder" aria-label={t('camera.title')} {...marksOf(view)}>
      <div className="picture" data-mirrored={isMirrored}>
        <video ref={video} muted playsInline />
      </div>
      <p role="status">{t(wordsOf(view))}</p>
      {view.state === 'problem' ? (
        <button type="button" data-action="camera-retry" onMouseDown={keepFocus} onClick={retry}>
          {t('camera.retry')}
        </button>
      ) : null}
      {view.state === 'on' && view.camera.hasTorch ? <Torch camera={view.camera} /> : null}
      {view.state === 'on' && view.camera.choices.length > 1 ? <Choice camera={view.camera} /> : null}
    </section>
  );
}

/** The camera's own light. It goes out with the camera. */
function Torch({ camera }: { readonly camera: CameraOnView }): ReactNode {
  const t = useTranslate();
  const [isOn, setOn] = useState(false);

  function press(): void {
    setOn(!isOn);
    void camera.setTorch(!isOn);
  }

  return (
    <button type="button" data-action="torch" aria-pressed={isOn} onMouseDown={keepFocus} onClick={press}>
      {t('camera.torch')}
    </button>
  );
}

/** Which of several cameras; remembered for this desk. */
function Choice({ camera }: { readonly camera: CameraOnView }): ReactNode {
  const t = useTranslate();
  const { changeScanners } = useActions();

  function choose(label: string): void {
    void changeScanners((settings) => ({ ...settings, camera: { ...settings.camera, label } }));
  }

  return (
    <select
      name="camera"
      aria-label={t('camera.choose')}
      value={camera.label}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {camera.choices.map((label) => (
        <option key={label}>{label}</option>
      ))}
    </select>
  );
}

function wordsOf(view: CameraView): MessageKey {
  if (view.state === 'problem') return `camera.problem.${view.problem}`;
  return view.state === 'on' ? `camera.finding.${view.finding}` : `camera.${view.state}`;
}

function marksOf(view: CameraView): Readonly<Record<`data-${string}`, string>> {
  return {
    'data-camera': view.state,
    ...(view.state === 'problem' ? { 'data-problem': view.problem } : {}),
    ...(view.state === 'on' ? { 'data-engine': view.engine, 'data-finding': view.finding } : {}),
  };
}
