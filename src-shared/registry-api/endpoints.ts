/** Every call of the national interface in one table: server, client and OpenAPI document are made from it. */
import type { z } from 'zod';
import * as s from './schemas.ts';

/** Who may call: anybody, a logged-in site, an enrolled desk, or a desk that has been revoked too (it may still deliver). */
export type Access = 'public' | 'site' | 'desk' | 'revoked-desk';

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A schema for JSON, or the media type of anything else. */
  readonly answer: z.ZodType | 'application/octet-stream' | 'text/event-stream';
}

export const ENDPOINTS = {
  health: {
    method: 'GET',
    path: '/v1/health',
    access: 'public',
    summary: 'Whether the registry answers, and its time',
    answer: s.healthAnswer,
  },
  login: {
    method: 'POST',
    path: '/v1/sessions',
    access: 'public',
    summary: 'Log a site in',
    body: s.loginRequest,
    answer: s.loginAnswer,
  },
  enrol: {
    method: 'POST',
    path: '/v1/desks',
    access: 'site',
    summary: 'Enrol a desk of the site',
    body: s.enrolRequest,
    answer: s.enrolAnswer,
  },
  desk: {
    method: 'GET',
    path: '/v1/desk',
    access: 'desk',
    summary: 'What the registry knows of the asking desk',
    answer: s.deskAnswer,
  },
  startEpoch: {
    method: 'POST',
    path: '/v1/epochs',
    access: 'desk',
    summary: 'Freeze the epoch and start a new one',
    body: s.epochRequest,
    answer: s.epochAnswer,
  },
  snapshot: {
    method: 'GET',
    path: '/v1/snapshot',
    access: 'desk',
    summary: 'The newest published card list',
    answer: s.snapshotManifest,
  },
  snapshotFile: {
    method: 'GET',
    path: '/v1/snapshots/:hash',
    access: 'desk',
    summary: 'A published card list: SQLite, zstd',
    answer: 'application/octet-stream',
  },
  cards: {
    method: 'GET',
    path: '/v1/feeds/cards',
    access: 'desk',
    summary: 'Changes of cards',
    query: s.feedQuery,
    answer: s.cardPage,
  },
  performances: {
    method: 'GET',
    path: '/v1/feeds/performances',
    access: 'desk',
    summary: 'Changes of the performances that the site sells',
    query: s.feedQuery,
    answer: s.performancePage,
  },
  uses: {
    method: 'GET',
    path: '/v1/feeds/uses',
    access: 'desk',
    summary: 'Uses at the performances that the site sells',
    query: s.feedQuery,
    answer: s.usePage,
  },
  ruleSets: {
    method: 'GET',
    path: '/v1/feeds/rule-sets',
    access: 'desk',
    summary: 'Rule sets',
    query: s.feedQuery,
    answer: s.ruleSetPage,
  },
  deliver: {
    method: 'POST',
    path: '/v1/events',
    access: 'revoked-desk',
    summary: 'Deliver what the ledger holds',
    body: s.deliveryRequest,
    answer: s.deliveryAnswer,
  },
  lease: {
    method: 'POST',
    path: '/v1/leases',
    access: 'desk',
    summary: 'Ask for places of a capped performance',
    body: s.leaseRequest,
    answer: s.leaseAnswer,
  },
  news: {
    method: 'GET',
    path: '/v1/news',
    access: 'desk',
    summary: 'Push: says that there is news',
    answer: 'text/event-stream',
  },
  limits: {
    method: 'POST',
    path: '/v1/performances/:id/limits',
    access: 'site',
    summary: 'Set the limits of an own performance; unlawful ones are refused with the rule that they break',
    body: s.limitsRequest,
    answer: s.limitsAnswer,
  },
  demoCard: {
    method: 'POST',
    path: '/v1/demo/cards',
    access: 'desk',
    summary: 'Demo registry only: change a demo card',
    body: s.demoCardRequest,
    answer: s.demoCardAnswer,
  },
  demoReceived: {
    method: 'GET',
    path: '/v1/demo/received',
    access: 'desk',
    summary: 'Demo registry only: what has arrived',
    answer: s.demoReceived,
  },
} as const satisfies Record<string, Endpoint>;

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
