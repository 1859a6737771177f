/** Uses of cards that the registry writes into a site's paper: each once, by the id of its acquisition. */
import { canonicalJson } from '../../../src-shared/kernel/canonical.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { Conflict, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../keys/keys.ts';
import { openPaper, writePaper, type PaperEntry, type PaperLedger } from './paper-ledger.ts';
import { unitCount } from './paper-units.ts';
import { findPerformance, lockPerformances } from '../offers/performances.ts';

/** A use of a card, told afterwards. */
export interface PaperUse {
  readonly acquisitionId: string;
  readonly performanceId: string;
  /** Normalised. */
  readonly code: string;
  readonly children: number;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/**
 * Writes uses, each behind what is known of its id: the same again is `already-recorded`, something else under a known
 * id is refused. Gives the answers in the uses' order. `alsoLocked`: other performances that the
 * transaction goes on with; they are all locked here, between the ledger and the streams. `publishPaper` ends it.
 */
export async function writeUses(
  tx: Tx,
  context: Context,
  siteId: string,
  uses: readonly PaperUse[],
  reportId: string | null,
  alsoLocked: readonly string[],
): Promise<{ answers: ItemAnswer[]; ledger: PaperLedger } | null> {
  const ledger = await openPaper(tx, context, siteId);
  if (ledger === null) return null;
  await lockPerformances(tx, [...uses.map(({ performanceId }) => performanceId), ...alsoLocked]);
  const known = await knownEntries(
    tx,
    uses.map(({ acquisitionId }) => acquisitionId),
  );
  const told = new Map<string, Buffer>();
  const units = unitCount(tx);
  const found = new Map<string, Performance | undefined>();
  const offered = async (id: string): Promise<Performance | undefined> => {
    if (!found.has(id)) found.set(id, (await findPerformance(tx, siteId, id))?.performance);
    return found.get(id);
  };
  const entries = new Map<PaperUse, PaperEntry>();
  const answers = new Map<PaperUse, ItemAnswer>();
  for (const use of uses) {
    const hash = hashOf(use, reportId);
    const before = known.get(use.acquisitionId);
    const twice = told.get(use.acquisitionId);
    if (before !== undefined || twice !== undefined) {
      const isSame =
        (before === undefined || (before.siteId === siteId && before.hash.equals(hash))) &&
        (twice?.equals(hash) ?? true);
      answers.set(use, isSame ? answerOf(use, 'already-recorded', before?.conflicts ?? []) : malformed(use));
      continue;
    }
    told.set(use.acquisitionId, hash);
    const performance = await offered(use.performanceId);
    const { acquisitionId, performanceId, code, children, at } = use;
    entries.set(use, {
      entry: {
        type: 'redeemed',
        id: context.ids.next(),
        at,
        performanceId,
        acquisitionId,
        children,
        units: performance === undefined ? 0 : await units.of(performance, code, children),
        despite: [],
      },
      code,
    });
  }
  const written = await writePaper(tx, context, ledger, [...entries.values()]);
  const recorded: PaperUse[] = [];
  for (const [index, use] of [...entries.keys()].entries()) {
    const answer = written[index];
    if (answer === undefined) continue;
    answers.set(use, { ...answer, id: use.acquisitionId });
    if (answer.result !== 'refused') recorded.push(use);
  }
  await tx.query(
    `INSERT INTO paper_entries (acquisition_id, site_id, body_hash, report_id)
     SELECT acquisition_id, $2, body_hash, $3 FROM unnest($1::uuid[], $4::bytea[]) AS told (acquisition_id, body_hash)`,
    [
      recorded.map(({ acquisitionId }) => acquisitionId),
      siteId,
      reportId,
      recorded.map((use) => hashOf(use, reportId)),
    ],
  );
  return { answers: uses.flatMap((use) => answers.get(use) ?? []), ledger };
}

interface KnownEntry {
  readonly siteId: string;
  readonly hash: Buffer;
  readonly conflicts: Conflict[];
}

async function knownEntries(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownEntry>> {
  const rows = await tx.query<KnownEntry & { id: string }>(
    `SELECT paper_entries.acquisition_id AS id, site_id AS "siteId", body_hash AS hash,
       coalesce((SELECT conflicts FROM events WHERE events.acquisition_id = paper_entries.acquisition_id
         AND type = 'redeemed' ORDER BY number LIMIT 1), '{}') AS conflicts
     FROM paper_entries WHERE acquisition_id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A report's row is known by its id, which is made of all that it says, and by what staff chose for it. */
function hashOf({ acquisitionId, ...use }: PaperUse, reportId: string | null): Buffer {
  return sha256(reportId === null ? canonicalJson(use) : `${acquisitionId} ${use.performanceId}`);
}

function answerOf({ acquisitionId }: PaperUse, result: ItemAnswer['result'], conflicts: Conflict[]): ItemAnswer {
  return { id: acquisitionId, result, conflicts, problem: null };
}

function malformed(use: PaperUse): ItemAnswer {
  return { ...answerOf(use, 'refused', []), problem: 'request.malformed' };
}
