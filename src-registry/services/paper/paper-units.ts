/** Units of a cap that use on paper takes, as a desk would have counted them (CAP-8, CARD-5). */
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import { isDayAdmission, type Performance } from '../../../src-shared/performance/performance.ts';
import type { Tx } from '../../db/database.ts';

/** Counts units of entries that are written together; ask for each once, in their order. */
export interface UnitCount {
  of(performance: Performance, code: string, children: number): Promise<number>;
}

/** At a day admission with a cap of holders a personal card counts once, whoever registered its first visit. */
export function unitCount(tx: Tx): UnitCount {
  const counted = new Set<string>();
  return {
    async of(performance, code, children) {
      const isOnce = isDayAdmission(performance) && performance.cap?.counts === 'adults';
      if (!isOnce) return unitsOf(performance.cap, children);
      const key = `${performance.id} ${code}`;
      const isCounted = counted.has(key) || (await stands(tx, performance.id, code));
      counted.add(key);
      return isCounted && !(await isCommunity(tx, code)) ? 0 : unitsOf(performance.cap, children);
    },
  };
}

async function stands(tx: Tx, performanceId: string, code: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM acquisitions
     WHERE performance_id = $1 AND code = $2 AND state NOT IN ('voided', 'lapsed') LIMIT 1`,
    [performanceId, code],
  );
  return rows.length > 0;
}

async function isCommunity(tx: Tx, code: string): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM cards WHERE code = $1 AND kind = 'community'`, [code]);
  return rows.length > 0;
}
