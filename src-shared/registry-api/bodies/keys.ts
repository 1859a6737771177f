/** The registry's keys, and their rotation (ARCHITECTURE, decision 4). Never a secret. */
import { z } from 'zod';
import { count, instant } from '../../kernel/schemas.ts';

const generation = z.int().min(1).max(1_000_000);

export const keysAnswer = z.strictObject({
  /** Newest first; snapshots are signed with the newest. */
  signing: z.array(z.strictObject({ generation, madeAt: instant })),
  /** Newest first. One that is only announced is with desks before any card is known by it. */
  network: z.array(
    z.strictObject({
      generation,
      madeAt: instant,
      /** Null: announced only. */
      inUseFrom: instant.nullable(),
    }),
  ),
  /** Which generations the next keys have. After a restore numbers are left out: desks may hold keys that the backup does not know. */
  next: z.strictObject({ signing: generation, network: generation }),
  /** Enrolled desks, and those among them that have not fetched the newest network key yet. */
  desks: count,
  desksWithout: count,
});

/** `generation`: of the key to be made, as `next` says. Repeating the request makes no second one. */
export const newKeyRequest = z.strictObject({ generation });

export const useKeyRequest = z.strictObject({
  generation,
  /** Also where enrolled desks have not fetched it: such a desk does not know what others sell, until it has. */
  evenWithout: z.boolean(),
});
