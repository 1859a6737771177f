/** The worker's side: reads a frame's pixels back, away from the screen's thread, and lets an engine look at them. */
import type { FrameRead } from '../../../src-shared/scan/camera-reads.ts';
import { regionOf, sizeOf } from './region.ts';
import type { Answer, Question } from './worker-messages.ts';

export interface Engine {
  /** Gets ready; rejects where it cannot run here. */
  start(): Promise<void>;
  /** The codes in a picture; none is no error. */
  read(picture: ImageData): Promise<readonly FrameRead[]>;
}

/** Answers the page's questions; runs as long as the worker. */
export function serveFrames(engine: Engine): void {
  const canvas = new OffscreenCanvas(1, 1);
  // Read back each time: kept where the processor can reach it.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });

  function pixelsOf(frame: VideoFrame): ImageData {
    if (context === null) throw new Error('no canvas');
    const region = regionOf(frame.displayWidth, frame.displayHeight);
    const { width, height } = sizeOf(region);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(frame, region.x, region.y, region.width, region.height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }

  async function answer({ frame }: Question): Promise<Answer> {
    try {
      if (frame === null) {
        await engine.start();
        return { ok: true, found: [] };
      }
      return { ok: true, found: await engine.read(pixelsOf(frame)) };
    } catch {
      return { ok: false };
    } finally {
      frame?.close();
    }
  }

  addEventListener('message', ({ data }: MessageEvent<Question>) => {
    void answer(data).then((given) => postMessage(given));
  });
}
