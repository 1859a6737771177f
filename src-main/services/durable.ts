/** For callers that have no other way to hear of a disk that refuses. */
import type { Result } from '../../src-shared/kernel/result.ts';

/** The value, or a throw whose message is the code: the sync reports it as its trouble and tries again. */
export function durably<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
