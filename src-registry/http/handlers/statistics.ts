/** Statistics in real time (STAT-1). */
import { ok } from '../../../src-shared/kernel/result.ts';
import { PUBLIC_SECONDS, type STATISTICS_CALLS } from '../../../src-shared/registry-api/calls/statistics.ts';
import { cardFile, cardStatistics, publicFile, publicStatistics } from '../../services/statistics/told-statistics.ts';
import { usesFile, usesOf } from '../../services/statistics/use-statistics.ts';
import { makeQueue } from '../../services/gate.ts';
import { remembered } from '../../services/remembered.ts';
import type { HandlersOf, Writer } from '../routes.ts';
import type { Served } from '../served.ts';

const FOR_EVERYBODY = `public, max-age=${PUBLIC_SECONDS}`;

/** Handlers of STATISTICS_CALLS. */
export function statisticsHandlers({ database, context }: Served): HandlersOf<typeof STATISTICS_CALLS> {
  // Anybody may ask: however many do, the database is asked for one year at a time, and seldom.
  const asking = makeQueue(1);
  const publicOf = remembered(context.clock, PUBLIC_SECONDS * 1_000, (year: number) =>
    asking.run(() => database.read((tx) => publicStatistics(tx, context, year))),
  );
  return {
    useStatistics: ({ caller, query }) => database.read((tx) => usesOf(tx, caller, query)),
    async useStatisticsFile({ caller, query }) {
      const uses = await database.read((tx) => usesOf(tx, caller, query));
      return uses.ok ? ok(fileWriter('uses', usesFile(uses.value))) : uses;
    },
    cardStatistics: ({ caller, query }) => database.read((tx) => cardStatistics(tx, context, caller, query)),
    async cardStatisticsFile({ caller, query }) {
      const cards = await database.read((tx) => cardStatistics(tx, context, caller, query));
      return cards.ok ? ok(fileWriter('cards', cardFile(cards.value))) : cards;
    },
    publicStatistics: async ({ query }) => ok(await publicOf(query.year)),
    publicStatisticsFile: async ({ query }) =>
      ok(fileWriter('kaikukortti', publicFile(await publicOf(query.year)), FOR_EVERYBODY)),
  };
}

/** A file to save; not stored by caches on the way, unless it is for everybody. */
function fileWriter(name: string, text: string, caching = 'no-store'): Writer {
  return (_request, reply) =>
    reply
      .header('cache-control', caching)
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .type('text/csv; charset=utf-8; header=present')
      .send(text);
}
