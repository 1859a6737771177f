/** Performances, their limits, agents, external shares, reports of sales, rule sets. */
import * as agents from '../bodies/agents.ts';
import * as paper from '../bodies/paper.ts';
import * as p from '../bodies/performances.ts';
import { remindersAnswer, remindersQuery } from '../bodies/reminders.ts';
import * as reports from '../bodies/reports.ts';
import * as season from '../bodies/season.ts';
import type { Endpoint } from '../endpoint.ts';
import { limitsRequest, limitsAnswer } from '../bodies/limits.ts';
import { RULE_SET_CALLS } from './rule-sets.ts';

/** An organiser's own performances, and those of a coordinator's network. */
const ORGANISER = { 'culture-actor': 'own', coordinator: 'network', administrator: 'all' } as const;
/** Whoever registers use: for its own performances and its clients' (USE-2). */
const SELLER = { 'culture-actor': 'own', 'ticket-agent': 'own', coordinator: 'network', administrator: 'all' } as const;
/** An organiser, and the agents that it has named. */
const WITH_AGENTS = {
  'culture-actor': 'own',
  'ticket-agent': 'clients',
  coordinator: 'network',
  administrator: 'all',
} as const;

/** Two bytes more for three, and what is around the file. */
const MOST_FILE_REQUEST_BYTES = 1_572_864;

export const OFFER_CALLS = {
  offer: {
    method: 'GET',
    path: '/v1/sites/:id/performances',
    access: WITH_AGENTS,
    summary: "An organiser's performances",
    query: p.offerQuery,
    answer: p.offerPage,
  },
  putPerformances: {
    method: 'POST',
    path: '/v1/sites/:id/performances',
    access: ORGANISER,
    summary: 'Add or change performances of an organiser, up to 500; each is answered',
    body: p.performancesRequest,
    answer: p.performancesAnswer,
  },
  putRecurring: {
    method: 'POST',
    path: '/v1/sites/:id/performances/recurring',
    access: ORGANISER,
    summary: 'Add or change recurring days of an organiser, up to 500',
    body: p.recurringRequest,
    answer: p.performancesAnswer,
  },
  importSeasonCsv: {
    method: 'POST',
    path: '/v1/sites/:id/performances/csv',
    access: ORGANISER,
    summary: 'Import a season of an organiser from CSV',
    body: season.seasonCsvRequest,
    mostBytes: MOST_FILE_REQUEST_BYTES,
    answer: season.seasonAnswer,
  },
  importSeasonCalendar: {
    method: 'POST',
    path: '/v1/sites/:id/performances/calendar',
    access: ORGANISER,
    summary: 'Import a season of an organiser from iCalendar',
    body: season.seasonCalendarRequest,
    mostBytes: MOST_FILE_REQUEST_BYTES,
    answer: season.seasonAnswer,
  },
  notice: {
    method: 'GET',
    path: '/v1/sites/:id/notice',
    access: ORGANISER,
    summary: 'The notice of limits of an organiser, for web site and brochure',
    query: p.noticeQuery,
    answer: 'text/plain',
  },
  limits: {
    method: 'POST',
    path: '/v1/performances/:id/limits',
    access: ORGANISER,
    summary: 'Set the limits of a performance; unlawful ones are refused with the rule that they break',
    body: limitsRequest,
    answer: limitsAnswer,
  },
  cancelPerformance: {
    method: 'POST',
    path: '/v1/performances/:id/cancel',
    access: ORGANISER,
    summary: 'Cancel a performance, or take that back; desks hear of it',
    body: p.cancelRequest,
    answer: p.cancelAnswer,
  },
  agreements: {
    method: 'GET',
    path: '/v1/sites/:id/agreements',
    access: WITH_AGENTS,
    summary: "Who checks and imports the reports of an organiser's agents",
    answer: agents.agreementList,
  },
  setAgreement: {
    method: 'POST',
    path: '/v1/sites/:id/agreements',
    access: ORGANISER,
    summary: "Record who checks and imports an agent's reports",
    body: agents.agreementRequest,
    answer: agents.agreementList,
  },
  shares: {
    method: 'GET',
    path: '/v1/performances/:id/shares',
    access: WITH_AGENTS,
    summary: 'External shares of the cap of a performance',
    answer: agents.shareList,
  },
  grantShare: {
    method: 'POST',
    path: '/v1/performances/:id/shares',
    access: ORGANISER,
    summary: 'Grant an agent that is not connected places of a performance',
    body: agents.shareRequest,
    answer: agents.shareAnswer,
  },
  reportMapping: {
    method: 'GET',
    path: '/v1/sites/:id/report-mapping',
    access: SELLER,
    summary: "What an agent's sales reports call their columns",
    answer: reports.reportMapping,
  },
  setReportMapping: {
    method: 'PUT',
    path: '/v1/sites/:id/report-mapping',
    access: SELLER,
    summary: "Set what an agent's sales reports call their columns",
    body: reports.reportMapping,
    answer: reports.reportMapping,
  },
  importReport: {
    method: 'POST',
    path: '/v1/sites/:id/reports',
    access: WITH_AGENTS,
    summary: "Import an agent's sales report of an organiser's events",
    body: reports.reportRequest,
    mostBytes: MOST_FILE_REQUEST_BYTES,
    answer: reports.reportAnswer,
  },
  enterPaper: {
    method: 'POST',
    path: '/v1/sites/:id/paper',
    access: SELLER,
    summary: 'Enter use that was noted on paper',
    body: paper.paperRequest,
    answer: paper.paperAnswer,
  },
  voidPaper: {
    method: 'POST',
    path: '/v1/paper/:id/void',
    access: SELLER,
    summary: 'Take back use that was entered from paper or a report, also one of the own events',
    body: paper.paperVoidRequest,
    answer: paper.paperState,
  },
  correctPaper: {
    method: 'POST',
    path: '/v1/paper/:id/children',
    access: SELLER,
    summary:
      'Correct the number of children of use that was entered from paper or a report, also one of the own events',
    body: paper.paperChildrenRequest,
    answer: paper.paperState,
  },
  reminders: {
    method: 'GET',
    path: '/v1/reminders',
    access: { coordinator: 'network', administrator: 'all' },
    summary: 'Sites of a network whose use is not registered yet, as far as can be known',
    query: remindersQuery,
    answer: remindersAnswer,
  },
  ...RULE_SET_CALLS,
} as const satisfies Record<string, Endpoint>;
