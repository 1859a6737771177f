/** Cells of the permission table: operation. */
import type { OPERATION_CALLS } from '../../../src-shared/registry-api/calls/operation.ts';
import type { Cells } from './cell.ts';

export const CELLS: Cells<typeof OPERATION_CALLS> = {};
