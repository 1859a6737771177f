/** Hands frames of the shown picture to a decoder: ten to fifteen a second, never two at once, none while hidden. */
import type { FrameRead } from '../../../src-shared/scan/camera-reads.ts';
import type { DecoderError, FrameDecoder } from './frame-decoder.ts';

/** Between two frames at least so many milliseconds: every second one of thirty a second, with their jitter. */
const BETWEEN_FRAMES = 60;

/**
 * Starts; gives the way to stop. `onFound`: the codes of a frame, and when it was shown, in milliseconds of the page's clock.
 * A decoder that fails ends the pump.
 */
export function pumpFrames(
  video: HTMLVideoElement,
  decoder: FrameDecoder,
  onFound: (found: readonly FrameRead[], at: number) => void,
  onFailure: (error: DecoderError) => void,
): () => void {
  let next = 0;
  let isBusy = false;
  let isStopped = false;
  let last = Number.NEGATIVE_INFINITY;

  function stop(): void {
    isStopped = true;
    video.cancelVideoFrameCallback(next);
  }

  async function look(at: number): Promise<void> {
    const frame = frameOf(video);
    if (frame === null) return;
    isBusy = true;
    last = at;
    const result = await decoder.decode(frame);
    isBusy = false;
    if (isStopped) return;
    if (result.ok) return onFound(result.value, at);
    stop();
    onFailure(result.error.code);
  }

  function onFrame(at: number): void {
    next = video.requestVideoFrameCallback(onFrame);
    if (!isBusy && at - last >= BETWEEN_FRAMES && !document.hidden) void look(at);
  }

  next = video.requestVideoFrameCallback(onFrame);
  return stop;
}

/** The frame on screen; handed over as it is, its pixels are read by whoever looks at it. Null while there is none. */
function frameOf(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}
