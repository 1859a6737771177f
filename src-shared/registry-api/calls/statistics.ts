/** Statistics in real time (STAT-1). */
import * as b from '../bodies/statistics.ts';
import type { Endpoint } from '../endpoint.ts';

/** A site its own uses, as organiser and as seller, an agent its clients' too, a coordinator its network's. */
const OF_USES = {
  'culture-actor': 'own',
  'ticket-agent': 'clients',
  coordinator: 'network',
  administrator: 'all',
} as const;
const OF_CARDS = { coordinator: 'network', administrator: 'all' } as const;

/** What is public may be as old as this, from caches on the way and from the registry itself. */
export const PUBLIC_SECONDS = 300;

export const STATISTICS_CALLS = {
  useStatistics: {
    method: 'GET',
    path: '/v1/statistics/uses',
    access: OF_USES,
    summary: 'Uses by month, class, network, site and event, as they are now',
    query: b.usesQuery,
    answer: b.usesAnswer,
  },
  useStatisticsFile: {
    method: 'GET',
    path: '/v1/statistics/uses.csv',
    access: OF_USES,
    summary: 'The same as a file for spreadsheets',
    query: b.usesQuery,
    answer: 'text/csv',
  },
  cardStatistics: {
    method: 'GET',
    path: '/v1/statistics/cards',
    access: OF_CARDS,
    summary: 'Cards by network and background; small figures are withheld',
    query: b.cardStatisticsQuery,
    answer: b.cardStatisticsAnswer,
  },
  cardStatisticsFile: {
    method: 'GET',
    path: '/v1/statistics/cards.csv',
    access: OF_CARDS,
    summary: 'The same as a file for spreadsheets',
    query: b.cardStatisticsQuery,
    answer: 'text/csv',
  },
  publicStatistics: {
    method: 'GET',
    path: '/v1/public/statistics',
    access: 'public',
    summary: 'National uses by month and class, and the number of cards; small figures are withheld',
    query: b.publicQuery,
    answer: b.publicAnswer,
    maxAgeSeconds: PUBLIC_SECONDS,
  },
  publicStatisticsFile: {
    method: 'GET',
    path: '/v1/public/statistics.csv',
    access: 'public',
    summary: 'The same as a file for spreadsheets',
    query: b.publicQuery,
    answer: 'text/csv',
  },
} as const satisfies Record<string, Endpoint>;
