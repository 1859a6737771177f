/** Cells of the permission table: what desks call. */
import { randomUUID } from 'node:crypto';
import type { DESK_CALLS } from '../../../src-shared/registry-api/calls/desk.ts';
import type { Cells } from './cell.ts';

export const CELLS: Cells<typeof DESK_CALLS> = {
  enrol: async (_world, target, caller) =>
    target === caller ? { body: { requestId: randomUUID(), deskName: 'Kassa' } } : null,
};
