/** Throttling of failed log-ins, by site and address: guessing is slow, and the site's own desks are not locked out. */
import type { Clock } from '../../src-shared/kernel/ports.ts';

const MOST_FAILURES = 10;
const WINDOW_MILLISECONDS = 15 * 60_000;
/** Names in log-ins are a stranger's choice: the memory they take is bounded. */
const MOST_ENTRIES = 10_000;

export interface Throttle {
  /** Counts an attempt as failed until `succeeded`; false: there were too many, do not even look. */
  attempt(site: string, address: string): boolean;
  succeeded(site: string, address: string): void;
}

/** At most ten failures in a quarter of an hour for one site from one address. */
export function loginThrottle(clock: Clock): Throttle {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    attempt(site, address) {
      const now = clock.now();
      const key = keyOf(site, address);
      const found = failures.get(key);
      const entry = found !== undefined && found.until > now ? found : { count: 0, until: now + WINDOW_MILLISECONDS };
      if (entry.count >= MOST_FAILURES) return false;
      entry.count += 1;
      failures.delete(key);
      failures.set(key, entry);
      const [oldest] = failures.keys();
      if (failures.size > MOST_ENTRIES && oldest !== undefined) failures.delete(oldest);
      return true;
    },
    succeeded: (site, address) => void failures.delete(keyOf(site, address)),
  };
}

function keyOf(site: string, address: string): string {
  return JSON.stringify([site, address]);
}
