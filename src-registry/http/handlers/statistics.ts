/** Statistics in real time (STAT-1). */
import type { STATISTICS_CALLS } from '../../../src-shared/registry-api/calls/statistics.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of STATISTICS_CALLS. */
export function statisticsHandlers(_served: Served): HandlersOf<typeof STATISTICS_CALLS> {
  return {};
}
