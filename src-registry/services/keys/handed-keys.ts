/** Which network keys desks have, and that this node has those that desks used. */
import type { NetworkKey } from '../../../src-shared/registry-api/bodies/enrolment.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Database } from '../../db/database.ts';
import type { Keys } from './keys.ts';

/** Notes the newest network key that a desk was handed, where it had another before. */
export async function noteHandedKey(
  database: Database,
  deskId: string,
  networkKeys: readonly NetworkKey[],
): Promise<void> {
  const newest = networkKeys[0]?.generation ?? 0;
  const differs = await database.one(
    'SELECT 1 AS one FROM desks WHERE id = $1 AND network_generation IS DISTINCT FROM $2',
    [deskId, newest],
  );
  if (differs === null) return;
  await database.transaction(async (tx) =>
    ok(await tx.query('UPDATE desks SET network_generation = $2 WHERE id = $1', [deskId, newest])),
  );
}

/** A desk may have a new key from another node: what it recorded under it must not be refused here for want of the key. */
export async function knowKeysOf(database: Database, keys: Keys, items: readonly unknown[]): Promise<void> {
  const newest = keys.network[0]?.generation ?? 0;
  if (items.some((item) => generationOf(item) > newest)) await database.read((tx) => keys.reload(tx));
}

function generationOf(item: unknown): number {
  const event = fieldOf(item, 'event');
  return Number(fieldOf(event, 'keyGeneration') ?? 0);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
