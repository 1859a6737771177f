/** Answers that are worked out once for everybody who asks within a while. */
import type { Clock } from '../../src-shared/kernel/ports.ts';

/**
 * Remembers what `make` gives for a key for so many milliseconds; who asks while it is being made waits for the same. What
 * fails is not remembered. The caller sees to it that there are few keys.
 */
export function remembered<Key, Value>(
  { now }: Clock,
  milliseconds: number,
  make: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const kept = new Map<Key, { readonly since: number; readonly value: Promise<Value> }>();
  return (key) => {
    const known = kept.get(key);
    // A clock that was set back remembers no longer either.
    if (known !== undefined && Math.abs(now() - known.since) < milliseconds) return known.value;
    const value = make(key);
    kept.set(key, { since: now(), value });
    value.catch(() => kept.delete(key));
    return value;
  };
}
