/** Cells of the permission table: performances and what belongs to them. */
import { randomUUID } from 'node:crypto';
import type { OFFER_CALLS } from '../../../src-shared/registry-api/calls/offer.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../../src-shared/rules/rule-set.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { storePerformances } from '../../../src-registry/services/offers/performances.ts';
import { addAgentClient } from '../../../src-registry/services/people/sites.ts';
import { call } from '../helpers/call.ts';
import { FRIDAY_NOON } from '../helpers/registry.ts';
import type { CellSite, CellWorld, Cells } from './cell.ts';
import { addSite } from './world.ts';

const LIMITS = {
  capacity: 100,
  cap: null,
  windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
  exclusion: null,
};

/** A performance of the site, without a cap unless one is wished for. */
export async function performanceOf(
  { registry }: CellWorld,
  site: CellSite,
  cap: Performance['cap'] = null,
): Promise<Performance> {
  const performance: Performance = {
    ...LIMITS,
    cap,
    id: randomUUID(),
    organiser: { id: site.id, name: site.login, type: 'theatre', supportPersons: true },
    title: { fi: 'Koe', sv: 'Prov', en: 'Trial' },
    place: 'Sali',
    kind: 'performance',
    guest: false,
    day: '2026-10-09',
    startsAt: '2026-10-09T16:00:00.000Z',
    endsAt: null,
    soldOut: false,
    feeCents: 0,
    cloakroom: false,
    cancelled: false,
  };
  await registry.services.database.transaction(async (tx) => ok(await storePerformances(tx, [performance])));
  return performance;
}

/** An agent that the site has named. */
async function agentOf({ registry }: CellWorld, { id }: CellSite): Promise<string> {
  const agent = await addSite(registry, randomUUID(), null, ['ticket-agent']);
  const { database, context } = registry.services;
  await database.transaction(async (tx) => ok(await addAgentClient(tx, context, agent.id, id)));
  return agent.id;
}

/** A use that was entered from the site's paper. */
async function entryOf(world: CellWorld, target: CellSite): Promise<string> {
  const id = randomUUID();
  const { id: performanceId } = await performanceOf(world, target);
  const entries = [{ id, performanceId, code: 'A045198723', children: 0, at: FRIDAY_NOON }];
  await call(world.registry.url, 'enterPaper', { token: world.administrator, id: target.id, body: { entries } });
  return id;
}

const MODE = { mode: 'dry-run' } as const;
const MAPPING = { code: ['Kortti'], children: ['Lapset'], title: ['Nimi'], date: ['Päivä'] };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const WISH = {
  ...LIMITS,
  class: 'culture',
  title: { fi: 'Koe', sv: 'Prov', en: 'Trial' },
  place: 'Sali',
  kind: 'performance',
  guest: false,
  soldOut: false,
  feeCents: 0,
  cloakroom: false,
};

export const CELLS: Cells<typeof OFFER_CALLS> = {
  offer: async (_, { id }) => ({ id }),
  putPerformances: async (_, { id }) => {
    const item = { ...WISH, id: null, externalId: null, day: '2026-10-09', startsAt: null, endsAt: null };
    return { id, body: { requestId: randomUUID(), ...MODE, items: [item] } };
  },
  putRecurring: async (_, { id }) => {
    const days = { from: '2026-10-01', to: '2026-10-31', weekdays: [1], closed: [], startsAt: null, endsAt: null };
    return { id, body: { requestId: randomUUID(), ...MODE, series: 'maanantai', ...days, day: WISH } };
  },
  importSeasonCsv: async (_, { id }) => ({
    id,
    body: { requestId: randomUUID(), ...MODE, file: base64('date;title\n2026-10-09;Koe\n') },
  }),
  importSeasonCalendar: async (_, { id }) => ({
    id,
    body: {
      requestId: randomUUID(),
      ...MODE,
      file: base64('BEGIN:VCALENDAR\nEND:VCALENDAR\n'),
      class: 'culture',
      kind: 'performance',
      place: 'Sali',
    },
  }),
  notice: async (_, { id }) => ({ id, query: { language: 'fi' } }),
  limits: async (world, target) => ({ id: (await performanceOf(world, target)).id, body: LIMITS }),
  cancelPerformance: async (world, target) => ({
    id: (await performanceOf(world, target)).id,
    body: { cancelled: true },
  }),
  agreements: async (_, { id }) => ({ id }),
  setAgreement: async (world, target) => ({
    id: target.id,
    body: { agentId: await agentOf(world, target), checkedBy: 'organiser' },
  }),
  shares: async (world, target) => ({ id: (await performanceOf(world, target)).id }),
  grantShare: async (world, target) => {
    const { id } = await performanceOf(world, target, { limit: 10, counts: 'adults' });
    return { id, body: { requestId: randomUUID(), agentId: await agentOf(world, target), places: 2 } };
  },
  reportMapping: async (_, { id }) => ({ id }),
  setReportMapping: async (_, { id }) => ({ id, body: MAPPING }),
  importReport: async (world, target, caller) => ({
    id: target.id,
    body: {
      reportId: randomUUID(),
      // An agent imports its own reports only.
      agentId: caller.id === target.id ? await agentOf(world, target) : await importedFor(world, target, caller),
      dryRun: true,
      file: base64('kortti;lapset;nimi;päivä\nA045198723;0;Koe;9.10.2026\n'),
      choices: [],
      completeUntil: null,
      insteadOfAgreed: true,
      again: false,
    },
  }),
  enterPaper: async (world, target) => {
    const { id: performanceId } = await performanceOf(world, target);
    const entry = { id: randomUUID(), performanceId, code: 'A045198723', children: 0, at: FRIDAY_NOON };
    return { id: target.id, body: { entries: [entry] } };
  },
  voidPaper: async (world, target) => ({ id: await entryOf(world, target), body: { why: 'mistake' } }),
  correctPaper: async (world, target) => ({ id: await entryOf(world, target), body: { children: 1 } }),
  putRuleSet: async () => ({ body: { ...PRESET_RULE_SET, firstDay: '2030-01-01' } }),
  reminders: async (_, { networkId }) => ({ query: { networkId: networkId ?? randomUUID() } }),
};

async function importedFor(world: CellWorld, target: CellSite, caller: CellSite): Promise<string> {
  return caller.login === 'ticket-agent' ? caller.id : agentOf(world, target);
}
