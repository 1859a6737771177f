/** What each call of the contract does. */
import { cardHandlers } from './handlers/cards.ts';
import { deskHandlers } from './handlers/desk.ts';
import { leaseHandlers } from './handlers/leases.ts';
import { offerHandlers } from './handlers/offer.ts';
import { operationHandlers } from './handlers/operation.ts';
import { peopleHandlers } from './handlers/people.ts';
import { statisticsHandlers } from './handlers/statistics.ts';
import type { Handlers } from './routes.ts';
import type { Served } from './served.ts';

/** Makes the handlers of all calls. */
export function makeHandlers(served: Served): Handlers {
  return {
    ...operationHandlers(served),
    ...peopleHandlers(served),
    ...deskHandlers(served),
    ...cardHandlers(served),
    ...offerHandlers(served),
    ...leaseHandlers(served),
    ...statisticsHandlers(served),
  };
}
