/** Cells of the permission table: statistics. */
import type { STATISTICS_CALLS } from '../../../src-shared/registry-api/calls/statistics.ts';
import type { Cell, Cells } from './cell.ts';

const usesOfSite: Cell = async (_world, target) => ({
  query: { from: '2026-01', to: '2026-12', by: 'month,class', siteId: target.id },
});

const cardsOfNetwork: Cell = async (_world, target) => ({
  query: { year: '2026', by: 'gender', ...(target.networkId === null ? {} : { networkId: target.networkId }) },
});

export const CELLS: Cells<typeof STATISTICS_CALLS> = {
  useStatistics: usesOfSite,
  useStatisticsFile: usesOfSite,
  cardStatistics: cardsOfNetwork,
  cardStatisticsFile: cardsOfNetwork,
};
