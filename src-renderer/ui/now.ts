/** The desk's present time, for ages and openings on screen. */
import { useSyncExternalStore } from 'react';
import { useView } from '../stores/context.ts';

/** Ages are shown in minutes: looking four times a minute is enough. */
const STEP = 15_000;

/** The desk's time in milliseconds; the component is drawn again as it goes on. */
export function useNow(): number {
  const deskAhead = useView((view) => view.deskAhead);
  const seconds = useSyncExternalStore(subscribe, currentSecond);
  return seconds * 1_000 + deskAhead;
}

function subscribe(onStep: () => void): () => void {
  const timer = setInterval(onStep, STEP);
  return () => clearInterval(timer);
}

function currentSecond(): number {
  return Math.floor(Date.now() / 1_000);
}
