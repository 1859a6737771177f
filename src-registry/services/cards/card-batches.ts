/** Batches of printed codes: recorded, handed to distributors, and which of their codes are not registered yet (REG-2). */
import type { z } from 'zod';
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { MOST_CODES, type batchRequest } from '../../../src-shared/registry-api/bodies/card-batches.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Tx } from '../../db/database.ts';
import { reaches } from './card-view.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { findDistributor } from './distributors.ts';
import { rulesOn } from '../rule-sets.ts';

type Batch = AnswerOf<'recordBatch'>;
type Codes = z.output<typeof batchRequest>['codes'];

const SELECT_BATCHES = `
  SELECT card_batches.id, jsonb_build_object('id', sites.id, 'name', sites.name) AS site, recorded_at AS "recordedAt",
    codes
  FROM card_batches JOIN sites ON sites.id = card_batches.site_id`;

/**
 * Records printed codes as handed to a distributor; repeating the id is harmless. Whether a code is a card already is not
 * asked. Errors: `auth.forbidden`, `site.not-distributor`, `card.malformed` with its reason in `why` (`range` where first
 * and last do not make one, or one of too many codes), `batch.code-known`.
 */
export async function recordBatch(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  { id, siteId, codes }: z.output<typeof batchRequest>,
): Promise<Result<Batch, ProblemCode>> {
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const receiver = await findDistributor(tx, caller, siteId);
  if (!receiver.ok) return receiver;
  const { code: grammar } = await rulesOn(tx, helsinkiDay(context.clock.now()));
  const printed = codes.form === 'list' ? parseAll(codes.codes, grammar) : rangeOf(codes, grammar);
  if (!printed.ok) return printed;
  const added = await tx.query(
    `INSERT INTO card_batches (id, site_id, recorded_at, codes) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [id, siteId, new Date(context.clock.now()), printed.value.length],
  );
  if (added.length === 0) return batchOf(tx, caller, allowed, id);
  const kept = await tx.query(
    `INSERT INTO printed_codes (code, batch_id) SELECT code, $1 FROM unnest($2::text[]) AS code ORDER BY code
     ON CONFLICT DO NOTHING RETURNING 1`,
    [id, printed.value],
  );
  if (kept.length < printed.value.length) return fail('batch.code-known');
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
 * SQL: whether a printed code is a card, as far as the batch tells. Only cards of the holder's own network count: otherwise
 * whoever records a range of invented codes would learn which of them are cards anywhere in the country.
 */
const IS_REGISTERED = `EXISTS (
  SELECT FROM cards WHERE cards.code = printed_codes.code
    AND (cards.site_id = sites.id OR cards.network_id = sites.network_id))`;

/** The codes of a batch that no site of the holder's network has registered. Errors: `batch.unknown`, `auth.forbidden`. */
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

type Printed = Result<string[], 'card.malformed'>;

function parseAll(texts: readonly string[], grammar: RuleSet['code']): Printed {
  const codes = new Set<string>();
  for (const text of texts) {
    const code = parseCardCode(text, grammar);
    if (!code.ok) return code;
    codes.add(code.value);
  }
  return ok([...codes]);
}

/** At most so many digits are counted up: they fit a number exactly. */
const MOST_DIGITS = 15;

function rangeOf({ first, last }: Extract<Codes, { form: 'range' }>, grammar: RuleSet['code']): Printed {
  const ends = parseAll([first, last], grammar);
  if (!ends.ok) return ends;
  const [from, to = from] = ends.value.map(splitCode);
  if (from === undefined || to === undefined) return fail('card.malformed', { why: 'range' });
  const size = to.number - from.number + 1;
  const fits = from.letters === to.letters && from.digits === to.digits && from.digits <= MOST_DIGITS;
  if (!fits || size < 1 || size > MOST_CODES) return fail('card.malformed', { why: 'range' });
  return ok(
    Array.from(
      { length: size },
      (_, index) => `${from.letters}${String(from.number + index).padStart(from.digits, '0')}`,
    ),
  );
}

function splitCode(code: string): { letters: string; digits: number; number: number } {
  const digits = /\d*$/.exec(code)?.[0] ?? '';
  return { letters: code.slice(0, code.length - digits.length), digits: digits.length, number: Number(digits || NaN) };
}
