/** A season's file becomes performances: what can be read is planned and stored as the request's mode says. */
import type { z } from 'zod';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { Result } from '../../../src-shared/kernel/result.ts';
import type { seasonAnswer } from '../../../src-shared/registry-api/bodies/season.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import type { Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import type { ReadSeason } from './csv-season.ts';
import { putOffers, type PutRequest } from './put-offers.ts';

/** Stores what was read. With `all-or-nothing` a single fault stores nothing. */
export async function importSeason(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  organiser: Performance['organiser'],
  request: PutRequest,
  { wishes, faults }: ReadSeason,
): Promise<Result<z.output<typeof seasonAnswer>, 'request.malformed'>> {
  const wanted = wishes.map(({ wish }) => wish);
  const put = await putOffers(tx, context, caller, organiser, request, wanted, faults.length === 0);
  if (!put.ok) return put;
  const items = put.value.items.map((item, index) => ({ ...item, line: wishes[index]?.line ?? 1 }));
  return { ok: true, value: { ...put.value, faults: [...faults], items } };
}
