/** Notices that a camera which is on gives no picture: shut off, frozen, or taken away without a word. */

/** Seconds that the first picture may take, for some cameras start slowly; and any later one. */
const FIRST_WITHIN = 8;
const NEXT_WITHIN = 3;

/** Watches a video element from before it plays, and tells once; gives the way to stop. `isMuted`: what comes is no picture. */
export function watchPicture(video: HTMLVideoElement, isMuted: () => boolean, onNone: () => void): () => void {
  let secondsLeft = FIRST_WITHIN;
  let next = video.requestVideoFrameCallback(onFrame);

  function onFrame(): void {
    next = video.requestVideoFrameCallback(onFrame);
    if (!isMuted()) secondsLeft = NEXT_WITHIN;
  }

  // Seconds of work, not of the clock: a machine that slept is given the same time as before.
  const timer = setInterval(() => {
    if (document.hidden) return;
    secondsLeft -= 1;
    if (secondsLeft === 0) onNone();
  }, 1_000);

  return () => {
    clearInterval(timer);
    video.cancelVideoFrameCallback(next);
  };
}
