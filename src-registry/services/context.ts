/** What every service is given: the ports, the keys, and what kind of registry this is. */
import type { Clock, Ids, Random } from '../../src-shared/kernel/ports.ts';
import type { Keys } from './keys/keys.ts';
import type { Log } from './log.ts';

export interface Context {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly keys: Keys;
  readonly log: Log;
  /** Names this database in its cursors, so that another one's are told apart. */
  readonly instance: string;
  /** Seeded with demo data. */
  readonly demo: boolean;
}

/** The present instant as the wire has it, ISO 8601 UTC. */
export function instantNow({ clock }: Pick<Context, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}
