/** Acquisitions of this desk, as its events tell them and as other desks' uses go on with them. */
import type { Database } from 'better-sqlite3';
import type { Acquisition, AcquisitionStore, ComingHome, Lapsing } from '../services/store-ports/acquisitions.ts';
import { knownState, type Heard, type Own } from '../services/known-state.ts';

type Row = Omit<
  Acquisition,
  'state' | 'ownState' | 'at' | 'elsewhere' | 'handedOverElsewhere' | 'cardSeen' | 'provisional' | 'delivery'
> & {
  readonly ownState: Own['state'];
  readonly ownAt: string;
  readonly redeemedAt: string | null;
  readonly attendedAt: string | null;
  readonly cardSeen: 0 | 1;
  readonly provisional: 0 | 1;
  readonly heardState: Heard['state'] | null;
  readonly heardAt: string | null;
  readonly heardChildren: number | null;
  readonly heardUnits: number | null;
  readonly deskName: string | null;
  /** The worst of its events': 0 delivered, 1 in conflict, 2 waiting, 3 set aside. */
  readonly delivery: 0 | 1 | 2 | 3;
};

const DELIVERIES = ['delivered', 'conflict', 'waiting', 'set-aside'] as const;

const SELECT = `
  SELECT own.id, own.performance_id AS performanceId, own.card_key AS cardKey, own.code_tail AS codeTail,
    own.state AS ownState, own.at AS ownAt, own.redeemed_at AS redeemedAt, own.attended_at AS attendedAt, own.children,
    own.card_seen AS cardSeen, own.lapses_at AS lapsesAt, own.provisional, own.fee_cents AS feeCents,
    own.place_epoch AS placeEpoch, own.units,
    heard.state AS heardState, heard.at AS heardAt, heard.children AS heardChildren, heard.units AS heardUnits,
    heard.desk_name AS deskName,
    (
      SELECT max(CASE state WHEN 'set-aside' THEN 3 WHEN 'waiting' THEN 2 WHEN 'conflict' THEN 1 ELSE 0 END)
      FROM deliveries WHERE position IN (SELECT position FROM events WHERE acquisition_id = own.id)
    ) AS delivery
  FROM acquisitions own LEFT JOIN uses heard ON heard.acquisition_id = own.id`;

/** Acquisitions in desk.db. */
export function acquisitionStore(database: Database): AcquisitionStore {
  const find = database.prepare<[string], Row>(`${SELECT} WHERE own.id = ?`);
  const ofCard = database.prepare<[string, string], Row>(`
    ${SELECT} WHERE own.performance_id = ? AND own.card_key IN (SELECT value FROM json_each(?))
    ORDER BY own.stage_position`);
  const latest = database.prepare<[string, number], Row>(`
    ${SELECT} WHERE own.performance_id = ? ORDER BY own.stage_position DESC LIMIT ?`);
  const units = database
    .prepare<[string], number>('SELECT coalesce(sum(units), 0) FROM acquisitions WHERE performance_id = ?')
    .pluck();
  const lapsing = database.prepare<[string], Omit<Lapsing, 'sent'> & { readonly sent: 0 | 1 }>(`
    SELECT own.id AS acquisitionId, own.performance_id AS performanceId, own.place_epoch AS placeEpoch, own.units,
      own.lapses_at AS lapsesAt, deliveries.sent OR deliveries.state <> 'waiting' AS sent
    FROM acquisitions own
    JOIN deliveries ON deliveries.position = own.stage_position
    LEFT JOIN uses heard ON heard.acquisition_id = own.id
    WHERE own.state = 'reserved' AND own.lapses_at <= ? AND own.attended_at IS NULL
      AND own.place_epoch IS NOT NULL AND coalesce(heard.state, 'reserved') = 'reserved'`);
  const comingHome = database.prepare<[], ComingHome>(`
    SELECT own.id AS acquisitionId, own.performance_id AS performanceId, own.place_epoch AS placeEpoch, own.units
    FROM acquisitions own JOIN uses heard ON heard.acquisition_id = own.id
    WHERE own.state = 'reserved' AND own.units > 0 AND heard.state IN ('voided', 'lapsed')`);
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? null : acquisition(row);
    },
    ofCard: (performanceId, cardKeys) => ofCard.all(performanceId, JSON.stringify(cardKeys)).map(acquisition),
    latest: (performanceId, most) => latest.all(performanceId, most).map(acquisition),
    units: (performanceId) => units.get(performanceId) ?? 0,
    lapsing: (at) => lapsing.all(at).map((row) => ({ ...row, sent: row.sent === 1 })),
    comingHome: () => comingHome.all(),
  };
}

function acquisition(row: Row): Acquisition {
  const { ownState, ownAt, redeemedAt, attendedAt, heardState, heardAt, heardChildren, heardUnits, ...plain } = row;
  const heard = heardState === null ? null : { state: heardState };
  const { state, elsewhere } = knownState({ state: ownState, redeemedAt, attendedAt }, heard);
  const hasTicket = state === 'redeemed' || state === 'attended';
  const handedOverElsewhere = hasTicket && redeemedAt === null;
  const reachedHere = state === 'attended' ? (attendedAt ?? ownAt) : ownAt;
  return {
    ...plain,
    ownState,
    state,
    elsewhere,
    handedOverElsewhere,
    at: elsewhere ? (heardAt ?? reachedHere) : reachedHere,
    children: handedOverElsewhere ? (heardChildren ?? row.children) : row.children,
    cardSeen: row.cardSeen === 1 || hasTicket,
    units: row.placeEpoch === null ? (heardUnits ?? 0) : row.units,
    provisional: row.provisional === 1,
    delivery: DELIVERIES[row.delivery],
  };
}
