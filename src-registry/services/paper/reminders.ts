/** Use that is not registered yet, as far as can be known, in a network (USE-5). */
import type { z } from 'zod';
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { remindersAnswer, remindersQuery } from '../../../src-shared/registry-api/bodies/reminders.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { rulesOn } from '../rule-sets.ts';

type Answer = z.output<typeof remindersAnswer>;

const MOST = 500;

/** Lists whom to remind. What is older than paper may be entered is listed no more. */
export async function reminders(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  caller: Rights,
  { networkId, days }: z.output<typeof remindersQuery>,
): Promise<Result<Answer, 'auth.forbidden'>> {
  const target = { siteId: networkId, networkId };
  if (!mayAct(caller, ENDPOINTS.reminders.access, target)) return fail('auth.forbidden');
  const now = clock.now();
  const today = helsinkiDay(now);
  const { paperWithinDays } = await rulesOn(tx, today);
  const over = { from: addDays(today, -paperWithinDays), now: new Date(now) };
  return ok({
    silentDesks: await silentDesks(tx, networkId, addDays(today, -days)),
    openShares: await openShares(tx, networkId, over),
    withoutUse: await withoutUse(tx, networkId, over),
  });
}

/** Performances that ended on a Helsinki day from `from` on and before `now`. */
interface Over {
  readonly from: string;
  readonly now: Date;
}

/** As `overFrom` of src-shared/performance. */
const IS_OVER = `coalesce((ends_at AT TIME ZONE 'Europe/Helsinki')::date, day) >= $2
  AND coalesce(ends_at, (day + 1)::timestamp AT TIME ZONE 'Europe/Helsinki') <= $3`;

async function silentDesks(tx: Tx, networkId: string, before: string): Promise<Answer['silentDesks']> {
  return tx.query(
    `WITH heard AS (
       SELECT sites.id AS "siteId", sites.name AS "siteName", desks.id AS "deskId", desks.name AS "deskName",
         (coalesce(max(latest.received_at), enrolled_at) AT TIME ZONE 'Europe/Helsinki')::date AS since
       FROM desks JOIN sites ON sites.id = site_id
         JOIN epochs ON desk_id = desks.id AND NOT by_registry
         LEFT JOIN LATERAL (
           SELECT received_at FROM events WHERE epoch_id = epochs.id AND NOT forked ORDER BY sequence DESC LIMIT 1
         ) AS latest ON true
       WHERE network_id = $1 AND kind = 'desk' AND revoked_at IS NULL AND closed_at IS NULL
       GROUP BY sites.id, desks.id
     ) SELECT * FROM heard WHERE since <= $2 ORDER BY since, "deskId" LIMIT $3`,
    [networkId, before, MOST],
  );
}

async function openShares(tx: Tx, networkId: string, { from, now }: Over): Promise<Answer['openShares']> {
  return tx.query(
    `SELECT agents.id AS "siteId", agents.name AS "siteName", performances.id AS "performanceId", title, day,
       granted - returned - (consumed - released) AS places
     FROM performances JOIN sites ON sites.id = organiser_id
       JOIN leases ON performance_id = performances.id
       JOIN epochs ON epochs.id = epoch_id
       JOIN desks ON desks.id = desk_id AND desks.kind = 'paper'
       JOIN sites AS agents ON agents.id = desks.site_id
     WHERE $1 IN (sites.network_id, agents.network_id) AND ${IS_OVER}
       AND granted - returned - (consumed - released) > 0
     ORDER BY day, performances.id, agents.id LIMIT $4`,
    [networkId, from, now, MOST],
  );
}

async function withoutUse(tx: Tx, networkId: string, { from, now }: Over): Promise<Answer['withoutUse']> {
  return tx.query(
    `SELECT sites.id AS "siteId", sites.name AS "siteName", performances.id AS "performanceId", title, day
     FROM performances JOIN sites ON sites.id = organiser_id
     WHERE network_id = $1 AND ${IS_OVER} AND cancelled_at IS NULL AND exclusion IS NULL
       AND NOT EXISTS (
         SELECT FROM acquisitions WHERE performance_id = performances.id AND state NOT IN ('voided', 'lapsed'))
     ORDER BY day, performances.id LIMIT $4`,
    [networkId, from, now, MOST],
  );
}
