/** What desks call. */
import type { Endpoint } from '../endpoint.ts';
import { deliveryRequest, deliveryAnswer } from '../bodies/delivery.ts';
import { demoCardRequest, demoCardAnswer, demoReceived } from '../bodies/demo.ts';
import { enrolRequest, enrolAnswer, deskQuery, deskAnswer, epochRequest, epochAnswer } from '../bodies/enrolment.ts';
import { feedQuery, cardPage, performancePage, usePage, ruleSetPage } from '../bodies/feeds.ts';
import { leaseRequest, leaseAnswer } from '../bodies/leases.ts';
import { snapshotManifest, snapshotParameters } from '../bodies/snapshot.ts';

export const DESK_CALLS = {
  enrol: {
    method: 'POST',
    path: '/v1/desks',
    access: { distributor: 'own', 'culture-actor': 'own', 'ticket-agent': 'own', coordinator: 'own' },
    summary: 'Enrol a desk of the own site',
    body: enrolRequest,
    answer: enrolAnswer,
  },
  desk: {
    method: 'GET',
    path: '/v1/desk',
    access: 'desk',
    summary: 'What the registry knows of the asking desk and its epoch',
    query: deskQuery,
    answer: deskAnswer,
  },
  startEpoch: {
    method: 'POST',
    path: '/v1/epochs',
    access: 'desk',
    summary: 'Freeze the epoch and start a new one',
    body: epochRequest,
    answer: epochAnswer,
  },
  snapshot: {
    method: 'GET',
    path: '/v1/snapshot',
    access: 'desk',
    summary: 'The newest published card list',
    answer: snapshotManifest,
  },
  snapshotFile: {
    method: 'GET',
    path: '/v1/snapshots/:hash',
    access: 'desk',
    parameters: snapshotParameters,
    summary: 'A published card list: SQLite, zstd',
    answer: 'application/octet-stream',
  },
  cards: {
    method: 'GET',
    path: '/v1/feeds/cards',
    access: 'desk',
    summary: 'Changes of cards',
    query: feedQuery,
    answer: cardPage,
  },
  performances: {
    method: 'GET',
    path: '/v1/feeds/performances',
    access: 'desk',
    summary: 'Changes of the performances that the site sells',
    query: feedQuery,
    answer: performancePage,
  },
  uses: {
    method: 'GET',
    path: '/v1/feeds/uses',
    access: 'desk',
    summary: 'Uses at the performances that the site sells; without a cursor it begins with those that are not over',
    query: feedQuery,
    answer: usePage,
  },
  ruleSets: {
    method: 'GET',
    path: '/v1/feeds/rule-sets',
    access: 'desk',
    summary: 'Rule sets',
    query: feedQuery,
    answer: ruleSetPage,
  },
  deliver: {
    method: 'POST',
    path: '/v1/events',
    access: 'revoked-desk',
    summary: 'Deliver what the ledger holds',
    body: deliveryRequest,
    answer: deliveryAnswer,
  },
  lease: {
    method: 'POST',
    path: '/v1/leases',
    access: 'desk',
    summary: 'Ask for places of a capped performance',
    body: leaseRequest,
    answer: leaseAnswer,
  },
  news: {
    method: 'GET',
    path: '/v1/news',
    access: 'desk',
    summary: 'Push: says that there is news',
    answer: 'text/event-stream',
  },
  demoCard: {
    method: 'POST',
    path: '/v1/demo/cards',
    access: 'desk',
    summary: 'Demo registry only: change a demo card',
    body: demoCardRequest,
    answer: demoCardAnswer,
  },
  demoReceived: {
    method: 'GET',
    path: '/v1/demo/received',
    access: 'desk',
    summary: 'Demo registry only: what has arrived',
    answer: demoReceived,
  },
} as const satisfies Record<string, Endpoint>;
