/** Agents of an organiser: who checks their reports, what share of a cap they sell from (USE-4, CAP-11). */
import { z } from 'zod';
import { count, id, instant } from '../../kernel/schemas.ts';

export const CHECKERS = ['organiser', 'agent', 'coordinator'] as const;
export const checker = z.enum(CHECKERS);

export const agreementRequest = z.strictObject({ agentId: id, checkedBy: checker });
export const agreementList = z.strictObject({
  /** One an agent that the organiser has named and agreed with; what was agreed before stays recorded. */
  items: z.array(z.strictObject({ agentId: id, agentName: z.string(), checkedBy: checker, since: instant })),
});

/** Grants an agent so many more places. Repeating a request id gives the same answer and grants nothing more, for 30 days. */
export const shareRequest = z.strictObject({ requestId: id, agentId: id, places: z.int().min(1).max(100_000) });
export const shareAnswer = z.strictObject({
  agentId: id,
  /** All that the agent has been granted of this performance. */
  granted: count,
  /** What the registry could still grant afterwards, to anybody. */
  pool: count,
});
export const shareList = z.strictObject({
  shares: z.array(
    z.strictObject({
      agentId: id,
      granted: count,
      /** Reported, and not taken back. */
      sold: count,
      /** Settled: came back to the pool. */
      returned: count,
    }),
  ),
});
