/** One tick for each verdict, after it has been painted. */
import { useEffect } from 'react';
import { playTick } from '../../sound/tick.ts';

/** Plays the tick once for each scan. */
export function useVerdictTick(scanId: string | null): void {
  useEffect(() => {
    if (scanId === null) return undefined;
    const frame = requestAnimationFrame(() => playTick());
    return () => cancelAnimationFrame(frame);
  }, [scanId]);
}
