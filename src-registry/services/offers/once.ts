/** Requests that change an organiser's offer: a repeated one gets the answer that it got, and changes nothing more. */
import { canonicalJson, type Json } from '../../../src-shared/kernel/canonical.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../keys/keys.ts';

/** Nobody waits longer for an answer that was lost. */
const KEPT_MILLISECONDS = 7 * 24 * 3_600_000;

/**
 * Does the work of a request unless it was done before, one at a time for each organiser. `body` must be the same when a
 * request id comes again: else `request.malformed`.
 */
export async function once<Answer>(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { requestId, organiserId, body }: { requestId: string; organiserId: string; body: unknown },
  work: () => Promise<Answer>,
): Promise<Result<Answer, 'request.malformed'>> {
  await tx.query('SELECT FROM sites WHERE id = $1 FOR NO KEY UPDATE', [organiserId]);
  const hash = sha256(canonicalJson(body as Json));
  const [before] = await tx.query<{ organiser_id: string; body_hash: Buffer; answer: Answer }>(
    'SELECT organiser_id, body_hash, answer FROM offer_requests WHERE request_id = $1',
    [requestId],
  );
  if (before !== undefined) {
    const isSame = before.organiser_id === organiserId && before.body_hash.equals(hash);
    return isSame ? ok(before.answer) : fail('request.malformed');
  }
  const answer = await work();
  const now = clock.now();
  await tx.query('DELETE FROM offer_requests WHERE organiser_id = $1 AND asked_at < $2', [
    organiserId,
    new Date(now - KEPT_MILLISECONDS),
  ]);
  const kept = await tx.query(
    `INSERT INTO offer_requests (request_id, organiser_id, body_hash, answer, asked_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [requestId, organiserId, hash, answer, new Date(now)],
  );
  // Another organiser's request had the same id just now.
  return kept.length > 0 ? ok(answer) : fail('request.malformed');
}
