/** Whether anybody can see the page: not while it is minimised, or behind another tab. */
import { useSyncExternalStore } from 'react';

/** True while the page is shown. */
export function usePageShown(): boolean {
  return useSyncExternalStore(watch, () => document.visibilityState === 'visible');
}

function watch(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
