/** The camera's small picture, with what it sees in words; there only where this desk uses its camera. */
import { useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { MessageKey } from '../../../src-shared/i18n/catalogue.ts';
import type { CameraView } from '../../scan/camera/camera.ts';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { isFirstPress } from '../../ui/single-press.ts';
import { useCamera } from './use-camera.ts';

type CameraOnView = Extract<CameraView, { state: 'on' }>;

export function Viewfinder(): ReactNode {
  const isUsed = useDesk(({ scanners }) => scanners.settings.camera.use);
  return isUsed ? <Picture /> : null;
}

function Picture(): ReactNode {
  const t = useTranslate();
  const section = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { view, retry } = useCamera(video);
  const mirror = useDesk(({ scanners }) => scanners.settings.camera.mirror);
  const isMirrored = mirror === 'automatic' ? view.state === 'on' && view.camera.isFront : mirror === 'on';
  const words = t(wordsOf(view));
  const isTold = isToldAloud(view);

  function tryAgain({ currentTarget }: MouseEvent): void {
    // The button goes: whoever pressed it by keyboard stays here.
    if (currentTarget === document.activeElement) section.current?.focus();
    retry();
  }

  return (
    <section className="viewfinder" aria-label={t('camera.title')} tabIndex={-1} ref={section} {...marksOf(view)}>
      <div className="picture" data-mirrored={isMirrored}>
        <video ref={video} muted playsInline />
      </div>
      <div className="words">
        {isTold ? null : <p>{words}</p>}
        <p role="status">{isTold ? words : null}</p>
      </div>
      {view.state === 'problem' ? (
        <button type="button" data-action="camera-retry" onMouseDown={keepFocus} onClick={tryAgain}>
          {t('camera.retry')}
        </button>
      ) : null}
      {view.state === 'on' && view.camera.hasTorch ? <Torch camera={view.camera} /> : null}
    </section>
  );
}

/** The camera's own light. It goes out with the camera. */
function Torch({ camera }: Pick<CameraOnView, 'camera'>): ReactNode {
  const t = useTranslate();
  const [isOn, setOn] = useState(false);

  async function press(event: MouseEvent): Promise<void> {
    if (isFirstPress(event) && (await camera.setTorch(!isOn))) setOn(!isOn);
  }

  return (
    <button
      type="button"
      data-action="torch"
      aria-pressed={isOn}
      onMouseDown={keepFocus}
      onClick={(event) => void press(event)}
    >
      {t('camera.torch')}
    </button>
  );
}

function wordsOf(view: CameraView): MessageKey {
  if (view.state === 'problem') return `camera.problem.${view.problem}`;
  return view.state === 'on' ? `camera.finding.${view.finding}` : `camera.${view.state}`;
}

/** What asks for something to be done. A card that is seen is told by its verdict. */
function isToldAloud(view: CameraView): boolean {
  if (view.state === 'on') return view.finding === 'several' || view.finding === 'no-code';
  return view.state === 'problem';
}

function marksOf(view: CameraView): Readonly<Record<`data-${string}`, string>> {
  return {
    'data-camera': view.state,
    ...(view.state === 'problem' ? { 'data-problem': view.problem } : {}),
    ...(view.state === 'on' ? { 'data-engine': view.engine, 'data-finding': view.finding } : {}),
  };
}
