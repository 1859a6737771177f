/** A season's file becomes performances: what can be read is planned and stored as the request's mode says. */
import type { z } from 'zod';
import type { Result } from '../../../src-shared/kernel/result.ts';
import { MOST_SEASON_FAULTS, type seasonAnswer } from '../../../src-shared/registry-api/bodies/season.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Database } from '../../db/database.ts';
import type { Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import type { ReadSeason } from './csv-season.ts';
import { inSteps } from './in-steps.ts';
import { putOffers, reachedOrganiser, type PutRequest } from './put-offers.ts';

/** A season of an organiser, and who may import it. */
export interface SeasonImport {
  readonly organiserId: string;
  readonly access: Allowance;
  readonly request: PutRequest;
}

/**
 * Reads a season's file in steps, before any transaction begins, for a caller who may import it, and stores what it says.
 * With `all-or-nothing` a single fault stores nothing.
 */
export async function importSeason(
  database: Pick<Database, 'read' | 'transaction'>,
  context: Context,
  caller: Actor & Rights,
  { organiserId, access, request }: SeasonImport,
  reading: Generator<undefined, ReadSeason>,
): Promise<Result<z.output<typeof seasonAnswer>, 'auth.forbidden' | 'request.malformed'>> {
  const allowed = await database.read((tx) => reachedOrganiser(tx, caller, access, organiserId));
  if (!allowed.ok) return allowed;
  const { wishes, faults } = await inSteps(reading);
  const wanted = wishes.map(({ wish }) => wish);
  const put = await database.transaction(async (tx) => {
    const organiser = await reachedOrganiser(tx, caller, access, organiserId);
    return organiser.ok
      ? putOffers(tx, context, caller, organiser.value, request, wanted, faults.length === 0)
      : organiser;
  });
  if (!put.ok) return put;
  const items = put.value.items.map((item, index) => ({ ...item, line: wishes[index]?.line ?? 1 }));
  return { ok: true, value: { ...put.value, faults: faults.slice(0, MOST_SEASON_FAULTS), items } };
}
