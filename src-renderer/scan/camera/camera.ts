/** The camera at work: picture, engine and frames, from being switched on to being switched off. */
import type { ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import type { Result } from '../../../src-shared/kernel/result.ts';
import {
  afterPause,
  NO_READS,
  NOTHING_SHOWN,
  steadyFinding,
  takeFrame,
  type CameraReads,
  type CountedRead,
  type Finding,
  type FrameRead,
} from '../../../src-shared/scan/camera-reads.ts';
import { problemOf, type CameraProblem } from './camera-problem.ts';
import type { EngineName } from './frame-decoder.ts';
import { pumpFrames } from './frame-pump.ts';
import { openCamera, type OpenCamera } from './open-camera.ts';
import { openDecoder } from './open-decoder.ts';
import { watchPicture } from './picture-watch.ts';

/** What a viewfinder shows. */
export type CameraView =
  | { readonly state: 'off' | 'starting' }
  | { readonly state: 'problem'; readonly problem: CameraProblem }
  | {
      readonly state: 'on';
      readonly engine: EngineName;
      readonly finding: Finding;
      readonly camera: Pick<OpenCamera, 'isFront' | 'hasTorch' | 'setTorch'>;
    };

/** What was seen, kept while the camera is off for a moment. */
export interface CameraMemory {
  reads: CameraReads;
  /** When it last looked, in milliseconds of the page's clock; null: never. */
  lookedAt: number | null;
}

/** A memory with nothing in it. */
export function createCameraMemory(): CameraMemory {
  return { reads: NO_READS, lookedAt: null };
}

export interface CameraWish {
  readonly video: HTMLVideoElement;
  readonly settings: Pick<ScannerSettings['camera'], 'engine' | 'label'>;
  readonly memory: CameraMemory;
  /** The code that a text stands for; null: no card carries it. */
  readonly codeOf: (text: string) => string | null;
  readonly onScan: (read: CountedRead) => void;
  readonly onView: (view: CameraView) => void;
}

/** Switches the camera on; gives the way to switch it off, which puts out its light at once. */
export function runCamera({ video, settings, memory, codeOf, onScan, onView }: CameraWish): () => void {
  const ends: (() => void)[] = [];
  let isOver = false;

  function end(): void {
    isOver = true;
    for (const each of ends.splice(0).toReversed()) each();
  }

  /** Keeps the way to end something; at once where all is over already. */
  function endWith(way: () => void): void {
    if (isOver) way();
    else ends.push(way);
  }

  function giveUp(problem: CameraProblem): void {
    if (isOver) return;
    end();
    onView({ state: 'problem', problem });
  }

  /** What was opened, to be ended with all else; null where it was refused, which is told. */
  async function opened<Value>(
    opening: Promise<Result<Value, CameraProblem>>,
    wayToEnd: (value: Value) => () => void,
  ): Promise<Value | null> {
    const result = await opening;
    if (result.ok) endWith(wayToEnd(result.value));
    else giveUp(result.error.code);
    return result.ok ? result.value : null;
  }

  async function begin(): Promise<void> {
    onView({ state: 'starting' });
    // Each is ended by itself: the other may wait for a person's permission, or for ever.
    const [camera, decoding] = await Promise.all([
      opened(openCamera(settings.label), ({ onUnplugged, close }) => {
        onUnplugged(() => giveUp('camera.unplugged'));
        return close;
      }),
      opened(openDecoder(settings.engine), ({ decoder }) => decoder.close),
    ]);
    if (isOver || camera === null || decoding === null) return;

    video.srcObject = camera.stream;
    endWith(() => (video.srcObject = null));
    // Without a picture it never begins to play.
    endWith(watchPicture(video, camera.isMuted, () => giveUp('camera.no-picture')));
    await video.play();
    if (isOver) return;
    const { engine, decoder } = decoding;
    let shown = NOTHING_SHOWN;
    const show = (): void => onView({ state: 'on', engine, finding: shown.finding, camera });

    function take(found: readonly FrameRead[], at: number): void {
      const step = takeFrame(memory.reads, found, at, codeOf);
      Object.assign(memory, { reads: step.reads, lookedAt: at });
      const before = shown.finding;
      shown = steadyFinding(shown, step.finding, at);
      if (shown.finding !== before) show();
      if (step.counted !== null) onScan(step.counted);
    }

    show();
    if (memory.lookedAt !== null) memory.reads = afterPause(memory.reads, performance.now() - memory.lookedAt);
    endWith(pumpFrames(video, decoder, take, giveUp));
  }

  void begin().catch((thrown: unknown) => giveUp(problemOf(thrown)));
  return () => {
    end();
    onView({ state: 'off' });
  };
}
