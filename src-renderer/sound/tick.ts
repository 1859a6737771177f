/** One neutral sound, the same for every verdict: the queue listens (field lesson 3). */

const FREQUENCY_HERTZ = 740;
const LENGTH_SECONDS = 0.07;
const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Browsers allow sound only after a key or a click: gets ready at the first one. */
export function readySound(): void {
  const unlock = (): void => {
    // Making it is slow; the key may be a scan's.
    requestIdleCallback(() => {
      context ??= new AudioContext();
    });
    removeEventListener('keydown', unlock, { capture: true });
    removeEventListener('pointerdown', unlock, { capture: true });
  };
  addEventListener('keydown', unlock, { capture: true });
  addEventListener('pointerdown', unlock, { capture: true });
}

/** Plays the sound, if this machine has any. */
export function playTick(): void {
  if (context === null || context.state === 'closed') return;
  const tone = context.createOscillator();
  const loudness = context.createGain();
  const now = context.currentTime;
  tone.frequency.value = FREQUENCY_HERTZ;
  loudness.gain.setValueAtTime(LOUDNESS, now);
  loudness.gain.exponentialRampToValueAtTime(0.001, now + LENGTH_SECONDS);
  tone.connect(loudness).connect(context.destination);
  tone.start(now);
  tone.stop(now + LENGTH_SECONDS);
}
