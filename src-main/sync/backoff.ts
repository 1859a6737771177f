/** Waiting times that grow, and that differ from desk to desk so that a registry that comes back is not run over. */
import type { Random } from '../../src-shared/kernel/ports.ts';
import { FIRST_BACKOFF } from './pace.ts';

/** Milliseconds to wait after so many failures in a row: doubling up to `longest`, of which a random half counts. */
export function backoff(failures: number, longest: number, random: Random): number {
  return jittered(Math.min(longest, FIRST_BACKOFF * 2 ** (failures - 1)), random);
}

/** Between half of the time and the whole. */
export function jittered(milliseconds: number, random: Random): number {
  const [byte = 0] = random.bytes(1);
  return Math.round(milliseconds * (0.5 + byte / 510));
}
