/** Whether the registry is well. */
import { fail, ok } from '../../../src-shared/kernel/result.ts';
import type { OPERATION_CALLS } from '../../../src-shared/registry-api/calls/operation.ts';
import { isMigrated } from '../../db/migrate.ts';
import { instantNow } from '../../services/context.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of OPERATION_CALLS. */
export function operationHandlers({ context, database }: Served): HandlersOf<typeof OPERATION_CALLS> {
  return {
    async health() {
      return ok({ status: 'ok', serverTime: instantNow(context) });
    },
    // While the node starts or ends it is the listening socket that answers.
    async ready() {
      const isReady = await isMigrated(database).catch(() => false);
      return isReady ? ok({ status: 'ready' }) : fail('server.unavailable');
    },
  };
}
