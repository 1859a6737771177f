/** Rows of acquisitions as the ledger's append writes them: the fold over their events, and the place that they take. */
import type { Database } from 'better-sqlite3';
import type { AcquisitionEvent, EventOf } from '../../src-shared/acquisition/event.ts';
import { lifeOf, type Life } from '../../src-shared/acquisition/life.ts';
import { isProvisional } from '../services/provisional.ts';
import { mustChange } from './must-change.ts';

export interface AcquisitionRows {
  /**
   * Adds what was reserved or handed out first at this desk; false: it is there already. The place of what another desk
   * reserved is not ours, but for a desk that was lost to us: a restored ledger takes its own back.
   */
  add(event: EventOf<'reserved' | 'redeemed'>, position: number, codeTail: string): boolean;
  /** Adds what this ledger did not hold until now, from what was heard of it; false: it is there already, or unheard of. */
  adopt(
    event: EventOf<'attended' | 'lapsed'>,
    state: 'attended' | 'reserved',
    position: number,
    codeTail: string,
  ): boolean;
  /** A reservation was handed over here. */
  redeem(event: EventOf<'redeemed'>, position: number): void;
  /** It came to another stage here. */
  advance(acquisitionId: string, position: number): void;
  /** Units more or, where negative, fewer; gives the number of rows that changed. */
  changeUnits(acquisitionId: string, change: number): number;
  /** All units that it takes become free; `placeEpoch` says whose they must be, null: anybody's. Gives the rows changed. */
  freeUnits(acquisitionId: string, units: number, placeEpoch: string | null): number;
  /** Another visit of the same holder keeps the units and their epoch (CARD-5). */
  inherit(heirId: string, fromId: string, units: number): void;
  /** Brings state, times and children to what `lifeOf` says. */
  refold(acquisitionId: string): void;
}

/** The rows of desk.db. */
export function acquisitionRows(database: Database): AcquisitionRows {
  const add = database
    .prepare<[Record<string, string | number | null>], string | null>(`
      INSERT INTO acquisitions (
        id, performance_id, card_key, code_tail, state, at, redeemed_at, attended_at, children, card_seen, lapses_at,
        provisional, fee_cents, place_epoch, units, stage_position
      )
      SELECT
        @id, @performanceId, @cardKey, @codeTail, @state, @at, @redeemedAt, NULL, @children, @cardSeen,
        coalesce(@lapsesAt, heard.lapses_at), @provisional, @feeCents,
        iif(heard.acquisition_id IS NULL, @epoch, lost.id),
        CASE WHEN heard.acquisition_id IS NULL THEN @units WHEN lost.id IS NULL THEN 0 ELSE heard.units END,
        @position
      FROM (SELECT 1)
      LEFT JOIN uses heard ON heard.acquisition_id = @id
      LEFT JOIN epochs lost ON lost.id = heard.epoch AND lost.frozen_at IS NOT NULL
      WHERE true
      ON CONFLICT DO NOTHING
      RETURNING place_epoch`)
    .pluck();
  const adopt = database
    .prepare<[Record<string, string | number | null>], string | null>(`
      INSERT INTO acquisitions (
        id, performance_id, card_key, code_tail, state, at, redeemed_at, attended_at, children, card_seen, lapses_at,
        provisional, fee_cents, place_epoch, units, stage_position
      )
      SELECT
        heard.acquisition_id, heard.performance_id, heard.card_key, @codeTail, @state, @at, NULL, @attendedAt,
        heard.children, heard.card_seen, heard.lapses_at, 0, 0, lost.id, iif(lost.id IS NULL, 0, heard.units), @position
      FROM uses heard
      LEFT JOIN epochs lost ON lost.id = heard.epoch AND lost.frozen_at IS NOT NULL
      WHERE heard.acquisition_id = @id
      ON CONFLICT DO NOTHING
      RETURNING place_epoch`)
    .pluck();
  const makeOwn = database.prepare<[string]>('UPDATE uses SET own = 1 WHERE acquisition_id = ?');
  const redeem = database.prepare<[number, 0 | 1, number, string]>(
    'UPDATE acquisitions SET stage_position = ?, provisional = max(provisional, ?), fee_cents = ? WHERE id = ?',
  );
  const advance = database.prepare<[number, string]>('UPDATE acquisitions SET stage_position = ? WHERE id = ?');
  const changeUnits = database.prepare<[number, string]>('UPDATE acquisitions SET units = units + ? WHERE id = ?');
  const freeUnits = database.prepare<[string, number, string | null]>(
    `UPDATE acquisitions SET units = 0
     WHERE id = ? AND units = ? AND place_epoch = coalesce(?, place_epoch) AND state NOT IN ('voided', 'lapsed')`,
  );
  const inherit = database.prepare<[number, string, string]>(`
    UPDATE acquisitions SET units = ?, place_epoch = (SELECT place_epoch FROM acquisitions WHERE id = ?)
    WHERE id = ? AND units = 0`);
  const bodies = database.prepare<[string], string>('SELECT body FROM events WHERE acquisition_id = ?').pluck();
  const fold = database.prepare<[Record<string, string | number | null>]>(`
    UPDATE acquisitions SET state = @state, at = @at, redeemed_at = @redeemedAt, attended_at = @attendedAt,
      children = @children, card_seen = @cardSeen
    WHERE id = @id`);
  const endUnknown = database.prepare<[string, string]>(
    "UPDATE acquisitions SET state = 'lapsed', at = ? WHERE id = ?",
  );

  /** What a restored ledger took back is counted among its own from now on. */
  function claim(id: string, placeEpoch: string | null, epoch: string): void {
    if (placeEpoch !== null && placeEpoch !== epoch) makeOwn.run(id);
  }

  function refold(id: string): void {
    const events = bodies.all(id).map((body) => JSON.parse(body) as AcquisitionEvent);
    const life = lifeOf(events);
    const lapse = events.find(({ type }) => type === 'lapsed');
    if (life === null) {
      if (lapse !== undefined) mustChange(endUnknown.run(lapse.at, id).changes);
      return;
    }
    const { state, redeemedAt, attendedAt, children, cardSeen } = life;
    const changes = {
      id,
      state,
      at: stateReachedAt(life),
      redeemedAt,
      attendedAt,
      children,
      cardSeen: cardSeen ? 1 : 0,
    };
    mustChange(fold.run(changes).changes);
  }

  return {
    add(event, position, codeTail) {
      const { acquisitionId: id, performanceId, cardKey, at, children, units, epoch, type } = event;
      const isReserved = type === 'reserved';
      const placeEpoch = add.get({
        id,
        performanceId,
        cardKey,
        codeTail,
        state: type,
        at,
        redeemedAt: isReserved ? null : at,
        children,
        cardSeen: isReserved && !event.cardSeen ? 0 : 1,
        lapsesAt: isReserved ? event.lapsesAt : null,
        provisional: isProvisional(event.despite) ? 1 : 0,
        feeCents: isReserved ? 0 : (event.feeCents ?? 0),
        epoch,
        units,
        position,
      });
      if (placeEpoch === undefined) return false;
      claim(id, placeEpoch, epoch);
      return true;
    },
    adopt(event, state, position, codeTail) {
      const { acquisitionId: id, at, epoch } = event;
      const attendedAt = state === 'attended' ? at : null;
      const placeEpoch = adopt.get({ id, codeTail, state, at, attendedAt, position });
      if (placeEpoch === undefined) return false;
      claim(id, placeEpoch, epoch);
      return true;
    },
    redeem({ acquisitionId, despite, feeCents = 0 }, position) {
      mustChange(redeem.run(position, isProvisional(despite) ? 1 : 0, feeCents, acquisitionId).changes);
      refold(acquisitionId);
    },
    advance(acquisitionId, position) {
      mustChange(advance.run(position, acquisitionId).changes);
      refold(acquisitionId);
    },
    changeUnits: (acquisitionId, change) => changeUnits.run(change, acquisitionId).changes,
    freeUnits: (acquisitionId, units, placeEpoch) => freeUnits.run(acquisitionId, units, placeEpoch).changes,
    inherit: (heirId, fromId, units) => mustChange(inherit.run(units, fromId, heirId).changes),
    refold,
  };
}

/** When it came to its state. */
function stateReachedAt(life: Life): string {
  const { state, endedAt, attendedAt, redeemedAt, reservedAt } = life;
  const reached = {
    reserved: reservedAt,
    redeemed: redeemedAt,
    attended: attendedAt,
    voided: endedAt,
    lapsed: endedAt,
  };
  return reached[state] ?? '';
}
