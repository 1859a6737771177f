/** Seasons' files for tests, and what is read of them. */
import { z } from 'zod';
import { performanceWish, type PerformanceWish } from '../../../src-shared/registry-api/bodies/performances.ts';

/** All steps of reading at once. */
export function whole<Value>(work: Generator<undefined, Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** What is said of it fits what an organiser may say, whatever its limits. */
export function isMeant(wish: Partial<PerformanceWish>): boolean {
  return z.object(performanceWish.shape).partial().safeParse(wish).success;
}
