/** Whether the registry is well. */
import { ok } from '../../../src-shared/kernel/result.ts';
import type { OPERATION_CALLS } from '../../../src-shared/registry-api/calls/operation.ts';
import { instantNow } from '../../services/context.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of OPERATION_CALLS. */
export function operationHandlers({ context }: Served): HandlersOf<typeof OPERATION_CALLS> {
  return {
    async health() {
      return ok({ status: 'ok', serverTime: instantNow(context) });
    },
  };
}
