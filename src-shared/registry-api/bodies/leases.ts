/** Bodies of leases: places of a cap that a desk may sell. */
import { z } from 'zod';
import { count, id } from '../../kernel/schemas.ts';

/** Asking for places. Repeating a request id gives the same answer and grants nothing more, for 30 days. */
export const leaseRequest = z.strictObject({
  requestId: id,
  performanceId: id,
  epoch: id,
  units: z.int().min(1).max(1_000),
});
export const leaseAnswer = z.strictObject({
  performanceId: id,
  epoch: id,
  /** Absolute, so a lost answer is harmless. */
  granted: count,
  /** What the registry could still grant afterwards, to anybody; never negative here. */
  pool: count,
});
export type LeaseAnswer = z.infer<typeof leaseAnswer>;
