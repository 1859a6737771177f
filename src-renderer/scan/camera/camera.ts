/** The camera at work: picture, engine and frames, from being switched on to being switched off. */
import type { ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import {
  afterPause,
  NO_READS,
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

/** What a viewfinder shows. */
export type CameraView =
  | { readonly state: 'off' | 'starting' }
  | { readonly state: 'problem'; readonly problem: CameraProblem }
  | {
      readonly state: 'on';
      readonly engine: EngineName;
      readonly finding: Finding;
      readonly camera: Pick<OpenCamera, 'label' | 'choices' | 'isFront' | 'hasTorch' | 'setTorch'>;
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

  function take(show: (finding: Finding) => void, found: readonly FrameRead[], at: number): void {
    const step = takeFrame(memory.reads, found, at, codeOf);
    Object.assign(memory, { reads: step.reads, lookedAt: at });
    show(step.finding);
    if (step.counted !== null) onScan(step.counted);
  }

  async function begin(): Promise<void> {
    onView({ state: 'starting' });
    const decoding = openDecoder(settings.engine);
    const opened = await openCamera(settings.label);
    if (opened.ok) endWith(opened.value.close);
    const decoder = await decoding;
    if (decoder.ok) endWith(decoder.value.decoder.close);
    if (isOver) return;
    if (!opened.ok) return giveUp(opened.error.code);
    if (!decoder.ok) return giveUp(decoder.error.code);

    const camera = opened.value;
    camera.onUnplugged(() => giveUp('camera.unplugged'));
    video.srcObject = camera.stream;
    endWith(() => (video.srcObject = null));
    await video.play();
    if (isOver) return;
    const { engine } = decoder.value;
    let shown: Finding | null = null;
    const show = (finding: Finding): void => {
      if (finding !== shown) onView({ state: 'on', engine, finding, camera });
      shown = finding;
    };
    show('nothing');
    if (memory.lookedAt !== null) memory.reads = afterPause(memory.reads, performance.now() - memory.lookedAt);
    endWith(pumpFrames(video, decoder.value.decoder, (found, at) => take(show, found, at), giveUp));
  }

  void begin().catch((thrown: unknown) => giveUp(problemOf(thrown)));
  return () => {
    end();
    onView({ state: 'off' });
  };
}
