/** Sales of this desk, as its events tell them. */
import type { Database } from 'better-sqlite3';
import type { Acquisition, AcquisitionStore } from '../services/desk-store.ts';

type Row = Omit<Acquisition, 'voided'> & { readonly voided: 0 | 1 };

/** A sale's delivery is the worst of its events': set aside, waiting, in conflict, delivered. */
const SELECT = `
  SELECT a.id, a.epoch, a.performance_id AS performanceId, a.code_tail AS codeTail, a.children, a.units, a.at,
    a.void_position IS NOT NULL AS voided,
    CASE
      WHEN 'set-aside' IN (sold.state, coalesce(void.state, '')) THEN 'set-aside'
      WHEN 'waiting' IN (sold.state, coalesce(void.state, '')) THEN 'waiting'
      WHEN 'conflict' IN (sold.state, coalesce(void.state, '')) THEN 'conflict'
      ELSE 'delivered'
    END AS delivery
  FROM acquisitions a
  JOIN deliveries sold ON sold.position = a.sold_position
  LEFT JOIN deliveries void ON void.position = a.void_position`;

/** Acquisitions in desk.db. */
export function acquisitionStore(database: Database): AcquisitionStore {
  const find = database.prepare<[string], Row>(`${SELECT} WHERE a.id = ?`);
  const ofCard = database.prepare<[string, string], Row>(`
    ${SELECT} WHERE a.performance_id = ? AND a.card_key IN (SELECT value FROM json_each(?)) AND a.void_position IS NULL
    ORDER BY a.sold_position`);
  const units = database
    .prepare<[string], number>(`
      SELECT coalesce(sum(units), 0) FROM acquisitions
      WHERE performance_id = ? AND void_position IS NULL AND units > 0`)
    .pluck();
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? null : acquisition(row);
    },
    ofCard: (performanceId, cardKeys) => ofCard.all(performanceId, JSON.stringify(cardKeys)).map(acquisition),
    units: (performanceId) => units.get(performanceId) ?? 0,
  };
}

function acquisition(row: Row): Acquisition {
  return { ...row, voided: row.voided === 1 };
}
