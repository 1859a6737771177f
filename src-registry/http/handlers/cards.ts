/** Registering cards, and what becomes of them. */
import type { CARD_CALLS } from '../../../src-shared/registry-api/calls/cards.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of CARD_CALLS. */
export function cardHandlers(_served: Served): HandlersOf<typeof CARD_CALLS> {
  return {};
}
