/** Taking back a card that was registered by mistake: as if it had never been, but for what is noted. */
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { countCards, ofBackground, ofKind } from './card-counts.ts';
import { backgroundOf, lockCard, reaches } from './card-view.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { spendOne, withinBudget } from './lookup-budget.ts';
import { bury } from '../feeds/tombstones.ts';

/**
 * Withdraws a card on the Helsinki day of its registration while no use of it has arrived; its row and its background go,
 * desks hear that it is gone. It costs as much as a look-up that misses: registering and withdrawing is no way to find out
 * which codes are cards. A sale that is being delivered in this very moment may still have seen the card, and is recorded as
 * one of a card that was there: keeping that apart would cost every delivery a lock a card. Errors: `card.unknown`, `auth.forbidden`, `card.lookup-limited`, and `card.not-withdrawable` with
 * `why` `other-day`, `used` or `background-gone`.
 */
export async function withdrawCard(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  id: string,
): Promise<
  Result<AnswerOf<'withdrawCard'>, 'card.unknown' | 'auth.forbidden' | 'card.lookup-limited' | 'card.not-withdrawable'>
> {
  const record = await lockCard(tx, id);
  if (record === null) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, record.siteId);
  if (!reached.ok) return reached;
  const { card, code, siteId, networkId, registeredAt } = record;
  const today = helsinkiDay(context.clock.now());
  if (registeredAt === null || helsinkiDay(registeredAt.getTime()) !== today) {
    return fail('card.not-withdrawable', { why: 'other-day' });
  }
  const used = await tx.query('SELECT FROM acquisitions WHERE code = $1 LIMIT 1', [code]);
  if (used.length > 0) return fail('card.not-withdrawable', { why: 'used' });
  const background = await backgroundOf(tx, id);
  // What it was counted under is not known any more, so that it cannot be taken back.
  if (card.kind === 'personal' && background === null) return fail('card.not-withdrawable', { why: 'background-gone' });
  const asker = { kind: 'user', id: caller.userId, siteId: caller.siteId } as const;
  const paid = await withinBudget(tx, context, asker);
  if (!paid.ok) return paid;
  await spendOne(tx, asker);

  const [gone] = await tx.query<{ key: string }>(
    `DELETE FROM cards WHERE id = $1 RETURNING encode(key, 'hex') AS key`,
    [id],
  );
  const at = { month: today.slice(0, 7), networkId, siteId };
  const ofIts = background === null ? [] : ofBackground(at, background, -1);
  await countCards(tx, [ofKind(at, card.kind, -1), ...ofIts]);
  const forSite = siteId === null ? {} : { forSiteId: siteId };
  await noteChange(tx, context, caller, { action: 'withdrawCard', ...forSite, subjectKind: 'card', subjectId: id });
  await bury(tx, 'cards', gone === undefined ? [] : [gone.key], null);
  return ok({ withdrawn: true });
}
