/** Statistics in real time (STAT-1). */
import { ok } from '../../../src-shared/kernel/result.ts';
import type { STATISTICS_CALLS } from '../../../src-shared/registry-api/calls/statistics.ts';
import { cardFile, cardStatistics, publicFile, publicStatistics } from '../../services/statistics/told-statistics.ts';
import { usesFile, usesOf } from '../../services/statistics/use-statistics.ts';
import type { HandlersOf, Writer } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of STATISTICS_CALLS. */
export function statisticsHandlers({ database, context }: Served): HandlersOf<typeof STATISTICS_CALLS> {
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
    publicStatistics: ({ query }) => database.read(async (tx) => ok(await publicStatistics(tx, context, query.year))),
    async publicStatisticsFile({ query }) {
      const told = await database.read((tx) => publicStatistics(tx, context, query.year));
      return ok(fileWriter('kaikukortti', publicFile(told)));
    },
  };
}

/** A file to save; never stored by caches on the way. */
function fileWriter(name: string, text: string): Writer {
  return (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .type('text/csv; charset=utf-8; header=present')
      .send(text);
}
