/** Batches of printed codes: recorded, handed to distributors, and which of their codes are not registered yet (REG-2). */
import type { z } from 'zod';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { batchRequest } from '../../../src-shared/registry-api/bodies/card-batches.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import type { Database, Tx } from '../../db/database.ts';
import { reaches } from './card-view.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { findDistributor } from './distributors.ts';
import { spendOne, withinBudget } from './lookup-budget.ts';
import { printedCodes } from './printed-codes.ts';
import { rulesOn } from '../rule-sets.ts';

type Batch = AnswerOf<'recordBatch'>;

const SELECT_BATCHES = `
  SELECT card_batches.id, jsonb_build_object('id', sites.id, 'name', sites.name) AS site, recorded_at AS "recordedAt",
    codes
  FROM card_batches JOIN sites ON sites.id = card_batches.site_id`;

/**
 * Records printed codes as handed to a distributor; repeating the request is harmless. Whether a code is a card already is
 * not asked; that one is in another batch costs as much as a look-up that misses. Errors: `auth.forbidden`,
 * `site.not-distributor`, `card.malformed` with its reason in `why` (`range` where first and last do not make one, or one of
 * too many codes), `batch.id-taken`, `batch.code-known`, `card.lookup-limited`.
 */
export async function recordBatch(
  database: Database,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  wish: z.output<typeof batchRequest>,
): Promise<Result<Batch, ProblemCode>> {
  const asker = { kind: 'user', id: caller.userId, siteId: caller.siteId } as const;
  const done = await database.transaction(async (tx) => {
    const printed = await printedBy(tx, context, caller, allowed, wish);
    if (!printed.ok) return printed;
    if (await isRecorded(tx, wish.id)) return repeated(tx, caller, allowed, wish, printed.value);
    const within = await withinBudget(tx, context, asker);
    if (!within.ok) return within;
    const known = await tx.query('SELECT FROM printed_codes WHERE code = ANY ($1::text[]) LIMIT 1', [printed.value]);
    if (known.length === 0) return store(tx, context, caller, allowed, wish, printed.value);
    // Committed, for it has to be paid.
    await spendOne(tx, asker);
    return ok(null);
  });
  if (!done.ok) return done;
  if (done.value !== null) return ok(done.value);
  context.log.info('A printed code of another batch was to be recorded', { user: asker.id, site: asker.siteId });
  return fail('batch.code-known');
}

/** The codes, where the caller may record them for that site. */
async function printedBy(
  tx: Tx,
  context: Context,
  caller: Rights,
  allowed: Allowance,
  { siteId, codes }: z.output<typeof batchRequest>,
): Promise<Result<string[], ProblemCode>> {
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const receiver = await findDistributor(tx, caller, siteId);
  if (!receiver.ok) return receiver;
  const { code: grammar } = await rulesOn(tx, helsinkiDay(context.clock.now()));
  return printedCodes(codes, grammar);
}

async function isRecorded(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('SELECT FROM card_batches WHERE id = $1', [id])).length > 0;
}

/** The batch as it is now, where it was recorded for the same site with the same codes; since then it may be handed on. */
async function repeated(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  { id, siteId }: z.output<typeof batchRequest>,
  printed: readonly string[],
): Promise<Result<Batch, ProblemCode>> {
  const same = await tx.query(
    `SELECT FROM card_batches WHERE id = $1 AND codes = cardinality($3::text[])
       AND codes = (SELECT count(*) FROM printed_codes WHERE batch_id = $1 AND code = ANY ($3::text[]))
       AND EXISTS (SELECT FROM changes WHERE subject_kind = 'batch' AND subject_id = $1::uuid::text
         AND action = 'recordBatch' AND coalesce(for_site_id, site_id) = $2)`,
    [id, siteId, printed],
  );
  return same.length > 0 ? batchOf(tx, caller, allowed, id) : fail('batch.id-taken');
}

async function store(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  wish: z.output<typeof batchRequest>,
  printed: readonly string[],
): Promise<Result<Batch, ProblemCode>> {
  const { id, siteId } = wish;
  const added = await tx.query(
    `INSERT INTO card_batches (id, site_id, recorded_at, codes) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [id, siteId, new Date(context.clock.now()), printed.length],
  );
  // Somebody else was faster.
  if (added.length === 0) return repeated(tx, caller, allowed, wish, printed);
  const kept = await tx.query(
    `INSERT INTO printed_codes (code, batch_id) SELECT code, $1 FROM unnest($2::text[]) AS code ORDER BY code
     ON CONFLICT DO NOTHING RETURNING 1`,
    [id, printed],
  );
  if (kept.length < printed.length) return fail('batch.code-known');
  const detail = { codes: kept.length };
  const subject = { subjectKind: 'batch', subjectId: id } as const;
  await noteChange(tx, context, caller, { action: 'recordBatch', forSiteId: siteId, ...subject, detail });
  return batchOf(tx, caller, allowed, id);
}

/** Hands a batch on to another distributor. Errors: `batch.unknown`, `auth.forbidden`, `site.not-distributor`. */
export async function handOutBatch(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  { id, siteId }: { readonly id: string; readonly siteId: string },
): Promise<Result<Batch, ProblemCode>> {
  await tx.query('SELECT FROM card_batches WHERE id = $1 FOR UPDATE', [id]);
  const before = await batchOf(tx, caller, allowed, id);
  if (!before.ok) return before;
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const receiver = await findDistributor(tx, caller, siteId);
  if (!receiver.ok) return receiver;
  await tx.query('UPDATE card_batches SET site_id = $2 WHERE id = $1', [id, siteId]);
  const detail = { fromSiteId: before.value.site.id };
  const subject = { subjectKind: 'batch', subjectId: id } as const;
  await noteChange(tx, context, caller, { action: 'handOutBatch', forSiteId: siteId, ...subject, detail });
  return batchOf(tx, caller, allowed, id);
}

/** A page of the batches that a site has; left out, the caller's own. */
export async function siteBatches(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  { siteId = caller.siteId, after, limit }: { siteId?: string | undefined; after?: string | undefined; limit: number },
): Promise<Result<AnswerOf<'siteBatches'>, 'auth.forbidden'>> {
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<BatchRow>(
    `${SELECT_BATCHES} WHERE sites.id = $1 AND ($2::uuid IS NULL OR card_batches.id > $2)
     ORDER BY card_batches.id LIMIT $3`,
    [siteId, after ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(toBatch);
  return ok({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null });
}

/**
 * SQL: whether a printed code has become a card, as far as the batch tells. Only cards of the holder's own network count, and
 * those registered since the batch was recorded: otherwise whoever records a range of invented codes would learn which of
 * them are cards.
 */
const IS_REGISTERED = `EXISTS (
  SELECT FROM cards WHERE cards.code = printed_codes.code AND cards.registered_at >= card_batches.recorded_at
    AND (cards.site_id = sites.id OR cards.network_id = sites.network_id))`;

/** The codes of a batch that no site of the holder's network has registered since. Errors: `batch.unknown`, `auth.forbidden`. */
export async function unregisteredCodes(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  id: string,
): Promise<Result<AnswerOf<'unregisteredCodes'>, 'batch.unknown' | 'auth.forbidden'>> {
  const batch = await batchOf(tx, caller, allowed, id);
  if (!batch.ok) return batch;
  const rows = await tx.query<{ code: string }>(
    `SELECT code FROM printed_codes
       JOIN card_batches ON card_batches.id = batch_id JOIN sites ON sites.id = card_batches.site_id
     WHERE batch_id = $1 AND NOT ${IS_REGISTERED} ORDER BY code`,
    [id],
  );
  return ok({ codes: rows.map(({ code }) => code) });
}

type BatchRow = Omit<Batch, 'recordedAt'> & { readonly recordedAt: Date };

function toBatch(row: BatchRow): Batch {
  return { ...row, recordedAt: row.recordedAt.toISOString() };
}

async function batchOf(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  id: string,
): Promise<Result<Batch, 'batch.unknown' | 'auth.forbidden'>> {
  const [row] = await tx.query<BatchRow>(`${SELECT_BATCHES} WHERE card_batches.id = $1`, [id]);
  if (row === undefined) return fail('batch.unknown');
  const reached = await reaches(tx, caller, allowed, row.site.id);
  return reached.ok ? ok(toBatch(row)) : reached;
}
