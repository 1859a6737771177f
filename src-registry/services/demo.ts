/** Calls of a demo registry only: a card as its distributor would change it, and what has arrived. */
import { parseCardCode } from '../../src-shared/card/code.ts';
import { endCard, extendCard, type Card } from '../../src-shared/card/card.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { AnswerOf, BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Tx } from '../db/database.ts';
import { demoCards } from '../demo/demo-data.ts';
import { findCard, putCards } from './cards/cards.ts';
import type { Context } from './context.ts';
import { rulesOn } from './rule-sets.ts';

const NEWEST = 50;

/** Ends or extends a demo card, or puts it back as the demo has it (CARD-7). Out of use is final but for that. */
export async function changeDemoCard(
  tx: Tx,
  context: Context,
  { code, action }: BodyOf<'demoCard'>,
): Promise<Result<{ card: Card }, 'auth.forbidden' | 'card.unknown'>> {
  if (!context.demo) return fail('auth.forbidden');
  const today = helsinkiDay(context.clock.now());
  const parsed = parseCardCode(code, (await rulesOn(tx, today)).code);
  const preset = parsed.ok ? demoCards(today).find((each) => each.code === parsed.value) : undefined;
  if (preset === undefined) return fail('card.unknown');
  const kept = await findCard(tx, preset.code);
  if (kept === null) return fail('card.unknown');
  const { stateSince: _, ...present } = kept;
  const card = { code: preset.code, ...changed(present, action, preset, today) };
  await putCards(tx, context, [card]);
  const { code: __, ...shown } = card;
  return ok({ card: shown });
}

function changed(
  present: Card,
  action: BodyOf<'demoCard'>['action'],
  preset: Card & { code: string },
  today: string,
): Card {
  const { code: _, ...asTheDemoHasIt } = preset;
  if (action === 'restore') return asTheDemoHasIt;
  const result = action === 'end' ? endCard(present) : extendCard(present, today);
  return result.ok ? result.value : present;
}

/** The newest events that desks have delivered. Codes are shown: a demo's are no secret. */
export async function demoReceived(
  tx: Tx,
  { demo }: Context,
): Promise<Result<AnswerOf<'demoReceived'>, 'auth.forbidden'>> {
  if (!demo) return fail('auth.forbidden');
  type Row = Omit<AnswerOf<'demoReceived'>['received'][number], 'at' | 'receivedAt'> & { at: Date; receivedAt: Date };
  const rows = await tx.query<Row>(
    `SELECT events.id AS "eventId", events.type, events.at, received_at AS "receivedAt", desks.name AS "deskName",
       title ->> 'fi' AS title, code,
       CASE WHEN code IS NOT NULL THEN coalesce((body ->> 'children')::integer, children) END AS children,
       events.conflicts
     FROM events
       JOIN epochs ON epochs.id = events.epoch_id
       JOIN desks ON desks.id = desk_id
       JOIN performances ON performances.id = events.performance_id
       LEFT JOIN acquisitions ON acquisitions.id = events.acquisition_id
     ORDER BY events.number DESC LIMIT $1`,
    [NEWEST],
  );
  return ok({
    received: rows.map((row) => ({ ...row, at: row.at.toISOString(), receivedAt: row.receivedAt.toISOString() })),
  });
}
