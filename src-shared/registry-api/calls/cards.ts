/** Registering cards, and what becomes of them. */
import type { Endpoint } from '../endpoint.ts';

export const CARD_CALLS = {} as const satisfies Record<string, Endpoint>;
