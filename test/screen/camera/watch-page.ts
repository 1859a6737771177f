/** Runs in the page before anything else does: when each card came into the picture, what was sent, how the page fared. */

export interface Watched {
  /** When the first frame of a showing was there, in milliseconds of the page's clock. */
  readonly shown: readonly { readonly number: number; readonly at: number }[];
  /** Scans that were sent to the desk. */
  readonly sent: readonly { readonly text: string; readonly symbology: string; readonly at: number }[];
  /** Tasks of the main thread over 50 ms since the camera was on, in milliseconds. */
  readonly longTasks: readonly number[];
  /** From one drawn frame to the next, in milliseconds. */
  readonly frameTimes: readonly number[];
  /** Frames of the camera. */
  readonly frames: number;
}

/** What the script is told. */
export interface WatchWish {
  readonly bits: number;
  readonly size: number;
  /** The camera runs and no frame is looked at. */
  readonly decoderOff: boolean;
}

/** Installed by `page.addInitScript`; stands alone. What it gathered is `window.watched`. */
export function watchPage({ bits, size, decoderOff }: WatchWish): void {
  const shown: { number: number; at: number }[] = [];
  const sent: { text: string; symbology: string; at: number }[] = [];
  const longTasks: number[] = [];
  const frameTimes: number[] = [];
  const watched = { shown, sent, longTasks, frameTimes, frames: 0 };
  Object.assign(window, { watched });

  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function sendWatched(data) {
    const at = performance.now();
    const message = JSON.parse(String(data)) as { command?: string; payload?: { text: string; symbology: string } };
    if (message.command === 'desk.scan' && message.payload !== undefined) sent.push({ ...message.payload, at });
    send.call(this, data);
  };

  const onNextFrame = HTMLVideoElement.prototype.requestVideoFrameCallback;
  const { VideoFrame: Frame } = window;
  // The page counts the frames all the same, and finds none to hand over.
  if (decoderOff) Object.assign(window, { VideoFrame: undefined });

  async function readMark(video: HTMLVideoElement): Promise<number> {
    const frame = new Frame(video);
    const rect = { x: 0, y: 0, width: bits * size, height: size };
    const plane = new Uint8Array(frame.allocationSize({ rect }));
    await frame.copyTo(plane, { rect });
    frame.close();
    let number = 0;
    for (let bit = 0; bit < bits; bit += 1) {
      if ((plane[(size / 2) * bits * size + bit * size + size / 2] ?? 0) > 128) number += 2 ** bit;
    }
    return number;
  }

  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function playWatched() {
    const video = this as HTMLVideoElement;
    const begun = performance.now();
    let last = 0;
    let lastDrawn = 0;

    async function note(at: number): Promise<void> {
      // Rejects where the camera was switched off meanwhile: then there is no frame any more.
      const number = await readMark(video).catch(() => last);
      if (number !== last && number !== 0) shown.push({ number, at });
      last = number;
    }

    function onFrame(now: number, { captureTime }: VideoFrameCallbackMetadata): void {
      onNextFrame.call(video, onFrame);
      watched.frames += 1;
      void note(captureTime ?? now);
    }

    function onDrawn(now: number): void {
      if (lastDrawn > 0 && now - begun > 1_000) frameTimes.push(now - lastDrawn);
      lastDrawn = now;
      if (video.isConnected) requestAnimationFrame(onDrawn);
    }

    onNextFrame.call(video, onFrame);
    requestAnimationFrame(onDrawn);
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) if (startTime > begun) longTasks.push(duration);
    }).observe({ type: 'longtask' });
    return play.call(this);
  };
}
