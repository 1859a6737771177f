/**
 * How often somebody may ask for codes that are not there, over all nodes: codes cannot be found by trying (OWASP,
 * enumeration). A bucket that fills again: each code that is not there costs one, a card that is there costs nothing.
 */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';

/** Whoever asks: a desk or a user, and its site, so that a site's many desks are no way around it. */
export interface Asker {
  readonly kind: 'desk' | 'user';
  readonly id: string;
  readonly siteId: string;
}

const HOUR_MILLISECONDS = 3_600_000;
/** Mistyped codes and forgotten registrations of a busy hour; they are free again within the next. */
export const MISSES_AN_HOUR = { desk: 20, user: 20, site: 60 } as const;

type Holder = readonly [kind: keyof typeof MISSES_AN_HOUR, id: string];

/** Always in this order, so that two never wait for each other in a circle. */
function holdersOf({ kind, id, siteId }: Asker): readonly Holder[] {
  return [
    [kind, id],
    ['site', siteId],
  ];
}

/**
 * Locks what the asker has left, so that requests at the same time cannot spend it twice. Error: `card.lookup-limited`, with
 * the seconds until the next one.
 */
export async function withinBudget(
  tx: Tx,
  context: Pick<Context, 'clock' | 'log'>,
  asker: Asker,
): Promise<Result<null, 'card.lookup-limited'>> {
  const now = context.clock.now();
  let waitSeconds = 0;
  for (const [kind, id] of holdersOf(asker)) {
    const most = MISSES_AN_HOUR[kind];
    // Nodes' clocks differ a little: the latest counts, unless it was an hour wrong.
    const [row] = await tx.query<{ remaining: number }>(
      `INSERT INTO lookup_budgets AS budget (kind, holder_id, remaining, as_of) VALUES ($1, $2, $3, $4)
       ON CONFLICT (kind, holder_id) DO UPDATE SET
         as_of = CASE WHEN budget.as_of < excluded.as_of + interval '1 hour'
           THEN greatest(budget.as_of, excluded.as_of) ELSE excluded.as_of END,
         remaining = least($3, budget.remaining
           + $3 * greatest(0, extract(epoch FROM excluded.as_of - budget.as_of)) * 1000 / $5::double precision)
       RETURNING remaining`,
      [kind, id, most, new Date(now), HOUR_MILLISECONDS],
    );
    const missing = 1 - (row?.remaining ?? 0);
    if (missing > 0) waitSeconds = Math.max(waitSeconds, Math.ceil((missing * HOUR_MILLISECONDS) / most / 1_000));
  }
  if (waitSeconds === 0) return ok(null);
  context.log.warn('Looking up cards was limited', { [asker.kind]: asker.id, site: asker.siteId });
  return fail('card.lookup-limited', { retryAfterSeconds: waitSeconds });
}

/** Whether anything is left, where nothing is to be taken: neither locks nor writes. */
export async function isLeft(tx: Tx, { clock }: Pick<Context, 'clock'>, asker: Asker): Promise<boolean> {
  const holders = holdersOf(asker);
  const spent = await tx.query(
    `SELECT FROM lookup_budgets AS budget JOIN unnest($1::text[], $2::uuid[], $3::integer[]) AS holder (kind, id, most)
       ON holder.kind = budget.kind AND holder.id = holder_id
     WHERE remaining + most * greatest(0, extract(epoch FROM $4::timestamptz - as_of)) * 1000 / $5::double precision < 1`,
    [
      holders.map(([kind]) => kind),
      holders.map(([, id]) => id),
      holders.map(([kind]) => MISSES_AN_HOUR[kind]),
      new Date(clock.now()),
      HOUR_MILLISECONDS,
    ],
  );
  return spent.length === 0;
}

/** Takes one from the asker's budget, which `withinBudget` has locked. */
export async function spendOne(tx: Tx, asker: Asker): Promise<void> {
  for (const [kind, id] of holdersOf(asker)) {
    await tx.query('UPDATE lookup_budgets SET remaining = remaining - 1 WHERE kind = $1 AND holder_id = $2', [
      kind,
      id,
    ]);
  }
}
