/** Long work in steps, so that other requests are answered in between. */
import { setImmediate } from 'node:timers/promises';

/** Does the work; wherever it yields, whatever else waits has its turn. */
export async function inSteps<Value>(work: Generator<undefined, Value>): Promise<Value> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
