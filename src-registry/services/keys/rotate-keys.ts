/** Rotation of the signing key and of the network key (ARCHITECTURE, decision 4). */
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf, BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { SnapshotManifest } from '../../../src-shared/registry-api/bodies/snapshot.ts';
import { endorsedText } from '../../../src-shared/registry-api/signing-key.ts';
import { manifestText } from '../../../src-shared/registry-api/snapshot.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { base64, newSecret, readKeys, sign, signingKeyOf } from './keys.ts';
import { lockPerformances } from '../offers/performances.ts';
import { readSetting } from '../settings.ts';
import { endCursors, publish } from '../feeds/streams.ts';

type Answer<Problem extends string = never> = Promise<Result<AnswerOf<'keys'>, Problem>>;

/** Which keys there are, and how many desks lack the newest network key. */
export async function describeKeys(tx: Tx): Answer {
  type Row = { purpose: string; generation: number; madeAt: Date; inUseFrom: Date | null };
  const rows = await tx.query<Row>(
    `SELECT purpose, generation, made_at AS "madeAt", in_use_from AS "inUseFrom" FROM keys ORDER BY generation DESC`,
  );
  const [counts] = await tx.query<{ desks: number; desksWithout: number }>(
    `SELECT count(*)::integer AS desks,
       count(*) FILTER (WHERE coalesce(network_generation, 0) < newest)::integer AS "desksWithout"
     FROM desks, (SELECT max(generation) AS newest FROM keys WHERE purpose = 'network') AS network
     WHERE revoked_at IS NULL AND kind = 'desk'`,
  );
  const of = (purpose: string) =>
    rows
      .filter((row) => row.purpose === purpose)
      .map(({ generation, madeAt, inUseFrom }) => ({
        generation,
        madeAt: madeAt.toISOString(),
        inUseFrom: inUseFrom?.toISOString() ?? null,
      }));
  const [signing, network] = [of('signing'), of('network')];
  return ok({
    signing: signing.map(({ generation, madeAt }) => ({ generation, madeAt })),
    network,
    next: {
      signing: (signing[0]?.generation ?? 0) + 1,
      network: await nextNetworkGeneration(tx, network[0]),
    },
    desks: counts?.desks ?? 0,
    desksWithout: counts?.desksWithout ?? 0,
  });
}

/**
 * Makes a new signing key, which the one before endorses, and signs what is published with it. `key.not-next`: the generation
 * is neither the next nor the newest, which is there already and stays.
 */
export async function newSigningKey(
  tx: Tx,
  context: Context,
  actor: Actor,
  { generation }: BodyOf<'newSigningKey'>,
): Answer<'key.not-next'> {
  await lockKeys(tx, 'signing');
  const keys = await readKeys(tx);
  const newest = keys.signing[0].generation;
  if (generation === newest) return describeKeys(tx);
  if (generation !== newest + 1) return fail('key.not-next');
  const secret = newSecret(context.random);
  const endorsement = sign(endorsedText({ generation, key: base64(signingKeyOf(secret)) }), keys);
  await insertKey(tx, context, { purpose: 'signing', generation, secret, endorsement });
  const renewed = await readKeys(tx);
  const published = await tx.query<{ number: number; manifest: SnapshotManifest }>(
    'SELECT number, manifest FROM snapshots FOR UPDATE',
  );
  for (const { number, manifest } of published) {
    const signature = sign(manifestText(manifest), renewed);
    await tx.query('UPDATE snapshots SET manifest = $2 WHERE number = $1', [number, { ...manifest, signature }]);
  }
  await noteKey(tx, context, actor, 'newSigningKey', 'signing', generation);
  return describeKeys(tx);
}

/**
 * Makes a new network key and announces it: desks fetch it, cards go on being known by the present one. `key.not-next`: as
 * above, or the newest is not in use yet.
 */
export async function newNetworkKey(
  tx: Tx,
  context: Context,
  actor: Actor,
  { generation }: BodyOf<'newNetworkKey'>,
): Answer<'key.not-next'> {
  await lockKeys(tx, 'network');
  const [newest] = (await readKeys(tx)).network;
  if (generation === newest?.generation) return describeKeys(tx);
  if (newest?.isInUse !== true) return fail('key.not-next');
  const described = await describeKeys(tx);
  if (!described.ok || generation !== described.value.next.network) return fail('key.not-next');
  const secret = newSecret(context.random);
  await insertKey(tx, context, { purpose: 'network', generation, secret, endorsement: null });
  await noteKey(tx, context, actor, 'newNetworkKey', 'network', generation);
  return describeKeys(tx);
}

/**
 * Takes the announced network key into use: every card gets its new key, readers of cards begin anew with a list under it, and
 * the uses of performances that are not over are told again under it. Nobody changes cards meanwhile. `key.not-next`: it is not
 * the newest; `key.desks-without`: desks lack it, and the caller did not say that this does not matter.
 */
export async function useNetworkKey(
  tx: Tx,
  context: Context,
  actor: Actor,
  { generation, evenWithout }: BodyOf<'useNetworkKey'>,
): Answer<'key.not-next' | 'key.desks-without'> {
  await lockKeys(tx, 'network');
  const [newest] = (await readKeys(tx)).network;
  if (newest?.generation !== generation) return fail('key.not-next');
  if (newest.isInUse) return describeKeys(tx);
  const described = await describeKeys(tx);
  if (described.ok && described.value.desksWithout > 0 && !evenWithout) return fail('key.desks-without');

  // Millions of cards take minutes; deliveries, which read cards and write none, go on meanwhile.
  await tx.query('SET LOCAL statement_timeout = 0');
  await tx.query('LOCK TABLE cards IN SHARE ROW EXCLUSIVE MODE');
  await tx.query(`UPDATE keys SET in_use_from = $2 WHERE purpose = 'network' AND generation = $1`, [
    generation,
    new Date(context.clock.now()),
  ]);
  await tx.query(
    `UPDATE cards SET key = substring(sha256(outer_block || sha256(inner_block || convert_to(code, 'UTF8'))) FOR 16)
     FROM keys WHERE purpose = 'network' AND generation = $1`,
    [generation],
  );
  // They name cards by keys that nobody has any more, and every list after this is without them.
  await tx.query(`DELETE FROM tombstones WHERE stream = 'cards'`);
  // Only now, for nobody sells there any more until the end. A performance may go on past midnight.
  const firstDay = addDays(helsinkiDay(context.clock.now()), -1);
  const coming = await tx.query<{ id: string }>('SELECT id FROM performances WHERE day >= $1', [firstDay]);
  const ids = coming.map(({ id }) => id);
  await lockPerformances(tx, ids);
  const uses = await tx.query<{ id: string }>('SELECT id FROM acquisitions WHERE performance_id = ANY ($1::uuid[])', [
    ids,
  ]);
  await noteKey(tx, context, actor, 'useNetworkKey', 'network', generation);
  await endCursors(tx, 'cards');
  await publish(
    tx,
    'uses',
    uses.map(({ id }) => id),
  );
  return describeKeys(tx);
}

/** Of keys that were made between a backup and the restore desks may hold this many, and their numbers are not given out again. */
const LOST_GENERATIONS = 1_000;

async function nextNetworkGeneration(
  tx: Tx,
  newest: { readonly generation: number; readonly madeAt: string } | undefined,
): Promise<number> {
  const restored = await readSetting(tx, 'restored');
  const { generation, madeAt } = newest ?? { generation: 0, madeAt: '' };
  return generation + (restored !== null && madeAt <= restored ? LOST_GENERATIONS : 1);
}

/** One rotation at a time. */
async function lockKeys(tx: Tx, purpose: 'signing' | 'network'): Promise<void> {
  await tx.query('SELECT FROM keys WHERE purpose = $1 ORDER BY generation FOR UPDATE', [purpose]);
}

interface NewKey {
  readonly purpose: 'signing' | 'network';
  readonly generation: number;
  readonly secret: Uint8Array;
  /** Base64; of a signing key. */
  readonly endorsement: string | null;
}

async function insertKey(
  tx: Tx,
  { clock }: Context,
  { purpose, generation, secret, endorsement }: NewKey,
): Promise<void> {
  await tx.query(
    `INSERT INTO keys (purpose, generation, secret, made_at, in_use_from, endorsement)
     VALUES ($1, $2, $3, $4, CASE WHEN $1 = 'signing' THEN $4::timestamptz END, decode($5, 'base64'))`,
    [purpose, generation, secret, new Date(clock.now()), endorsement],
  );
}

async function noteKey(
  tx: Tx,
  context: Context,
  actor: Actor,
  action: 'newSigningKey' | 'newNetworkKey' | 'useNetworkKey',
  purpose: NewKey['purpose'],
  generation: number,
): Promise<void> {
  tx.announce({ keys: [generation] });
  await noteChange(tx, context, actor, { action, subjectKind: 'key', subjectId: `${purpose}/${generation}` });
}
