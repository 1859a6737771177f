/** Performances, their limits, agents, external shares, reports of sales. */
import type { OFFER_CALLS } from '../../../src-shared/registry-api/calls/offer.ts';
import { setLimits } from '../../services/limits.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of OFFER_CALLS. */
export function offerHandlers({ database, context }: Served): HandlersOf<typeof OFFER_CALLS> {
  return {
    limits: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setLimits(tx, context, caller, id, body)),
  };
}
