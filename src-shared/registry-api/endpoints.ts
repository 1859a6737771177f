/** Every call of the national interface in one table: server, client and OpenAPI document are made from it. */
import type { z } from 'zod';
import { CARD_CALLS } from './calls/cards.ts';
import { DESK_CALLS } from './calls/desk.ts';
import { LEASE_CALLS } from './calls/leases.ts';
import { OFFER_CALLS } from './calls/offer.ts';
import { OPERATION_CALLS } from './calls/operation.ts';
import { PEOPLE_CALLS } from './calls/people.ts';
import { STATISTICS_CALLS } from './calls/statistics.ts';

export const ENDPOINTS = {
  ...OPERATION_CALLS,
  ...PEOPLE_CALLS,
  ...DESK_CALLS,
  ...CARD_CALLS,
  ...OFFER_CALLS,
  ...LEASE_CALLS,
  ...STATISTICS_CALLS,
} as const;

export type EndpointName = keyof typeof ENDPOINTS;
type Schema<T> = T extends z.ZodType ? T : never;

/** The body that a call takes; `null` where it takes none. */
export type BodyOf<Name extends EndpointName> = (typeof ENDPOINTS)[Name] extends { body: infer B }
  ? z.input<Schema<B>>
  : null;

/** The query that a call takes; empty where it takes none. */
export type QueryOf<Name extends EndpointName> = (typeof ENDPOINTS)[Name] extends { query: infer Q }
  ? z.input<Schema<Q>>
  : Record<string, never>;

/** Names of the calls that answer with JSON. */
export type JsonEndpoint = {
  [Name in EndpointName]: (typeof ENDPOINTS)[Name]['answer'] extends z.ZodType ? Name : never;
}[EndpointName];

/** What a call answers. */
export type AnswerOf<Name extends JsonEndpoint> = z.output<Schema<(typeof ENDPOINTS)[Name]['answer']>>;
