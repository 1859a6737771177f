/** One tick for each verdict, after it has been painted. */
import { useEffect } from 'react';
import { playTick } from '../../sound/tick.ts';

/** Plays the tick once for each scan. */
export function useVerdictTick(scanId: string | null): void {
  useEffect(() => {
    if (scanId === null) return undefined;
    // A frame's callbacks run before it is painted, a task set from there after it.
    let afterwards: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      afterwards = setTimeout(playTick, 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(afterwards);
    };
  }, [scanId]);
}
