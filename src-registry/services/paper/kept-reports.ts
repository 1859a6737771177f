/** Which reports were imported, and out of which rows: the same file under another id would count everybody twice (USE-4). */
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../keys/keys.ts';
import type { ReadRow } from './report-rows.ts';

/** A report, and whose it is. */
export interface ReportName {
  readonly reportId: string;
  readonly organiserId: string;
  readonly agentId: string;
}

/** What a file says, whatever the order of its rows; null: nothing. */
export function hashOfRows(rows: readonly ReadRow[]): Buffer | null {
  const told = rows.map(({ code, children, title, day }) => JSON.stringify([code, children, title, day])).toSorted();
  return told.length === 0 ? null : sha256(JSON.stringify(told));
}

/** The id of another report of the same organiser and agent that said the same; null: there is none. */
export async function reportWithSameRows(
  tx: Tx,
  { reportId, organiserId, agentId }: ReportName,
  rowsHash: Buffer,
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT reports.id FROM reports JOIN report_files ON report_id = reports.id
     WHERE organiser_id = $1 AND agent_id = $2 AND rows_hash = $3 AND reports.id <> $4
     ORDER BY first_imported_at, reports.id LIMIT 1`,
    [organiserId, agentId, rowsHash, reportId],
  );
  return row?.id ?? null;
}

/** False: the id is another organiser's or agent's report. */
export async function keepReport(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { reportId, organiserId, agentId }: ReportName,
  rowsHash: Buffer | null,
): Promise<boolean> {
  await tx.query(
    `INSERT INTO reports (id, organiser_id, agent_id, first_imported_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO NOTHING`,
    [reportId, organiserId, agentId, new Date(clock.now())],
  );
  const same = await tx.query('SELECT FROM reports WHERE id = $1 AND organiser_id = $2 AND agent_id = $3', [
    reportId,
    organiserId,
    agentId,
  ]);
  if (same.length === 0) return false;
  if (rowsHash !== null) {
    await tx.query('INSERT INTO report_files (report_id, rows_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      reportId,
      rowsHash,
    ]);
  }
  return true;
}
