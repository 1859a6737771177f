/** The cells of every part of the table of calls: one that is missing does not compile. */
import type { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { CELLS as CARDS } from './cards.ts';
import type { Cells } from './cell.ts';
import { CELLS as DESK } from './desk.ts';
import { CELLS as LEASES } from './leases.ts';
import { CELLS as OFFER } from './offer.ts';
import { CELLS as OPERATION } from './operation.ts';
import { CELLS as PEOPLE } from './people.ts';
import { CELLS as STATISTICS } from './statistics.ts';

export const ALL_CELLS: Cells<typeof ENDPOINTS> = {
  ...OPERATION,
  ...PEOPLE,
  ...DESK,
  ...CARDS,
  ...OFFER,
  ...LEASES,
  ...STATISTICS,
};
