/** Looking a card up by its code: for staff, and for desks whose own list cannot tell (CARD-4). */
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Database, Tx } from '../../db/database.ts';
import { detailOf, reaches, recordOfCode, type CardRecord } from './card-view.ts';
import type { Actor } from '../changes.ts';
import { instantNow, type Context } from '../context.ts';
import { spendOne, withinBudget, type Asker } from './lookup-budget.ts';
import { rulesOn } from '../rule-sets.ts';

type LookupProblem = 'card.malformed' | 'card.lookup-limited';

/**
 * A card by its code as staff see it. Of a card that another network's site handed out only whether it is valid: what a site
 * is called may say what somebody's health or income is. Errors: `card.malformed`, `card.unknown`, `card.lookup-limited`.
 */
export async function lookUpCard(
  database: Database,
  context: Context,
  caller: Actor & Rights,
  code: string,
): Promise<Result<AnswerOf<'lookUpCard'>, LookupProblem | 'card.unknown'>> {
  const asker = { kind: 'user', id: caller.userId, siteId: caller.siteId } as const;
  return found(database, context, asker, code, async (tx, record) => {
    if (record === null) return fail('card.unknown');
    const isNear = (await reaches(tx, caller, NEAR, record.siteId)).ok;
    return ok(await detailOf(tx, context, caller, isNear ? record : { ...record, ...NOBODYS }));
  });
}

/** Who is told whose card it is. */
const NEAR = { distributor: 'network', coordinator: 'network', administrator: 'all' } as const;
const NOBODYS = { siteId: null, siteName: null, organisationId: null, organisationName: null, registeredAt: null };

/** What a desk's own list would hold of a card. Errors: `card.malformed`, `card.lookup-limited`. */
export async function checkCard(
  database: Database,
  context: Context,
  desk: { readonly id: string; readonly siteId: string },
  code: string,
): Promise<Result<AnswerOf<'checkCard'>, LookupProblem>> {
  const asker = { kind: 'desk', ...desk } as const;
  return found(database, context, asker, code, async (_tx, record) =>
    ok({ card: record?.card ?? null, serverTime: instantNow(context) }),
  );
}

async function found<R extends Result<unknown>>(
  database: Database,
  context: Context,
  asker: Asker,
  text: string,
  answer: (tx: Tx, record: CardRecord | null) => Promise<R>,
): Promise<R | Result<never, LookupProblem>> {
  const done = await database.transaction(async (tx) => {
    const code = parseCardCode(text, (await rulesOn(tx, helsinkiDay(context.clock.now()))).code);
    if (!code.ok) return code;
    const allowed = await withinBudget(tx, context, asker);
    if (!allowed.ok) return allowed;
    const record = await recordOfCode(tx, code.value);
    if (record === null) await spendOne(tx, asker);
    // A miss is committed, whatever is answered: it has to be paid.
    return ok({ missed: record === null, result: await answer(tx, record) });
  });
  if (!done.ok) return done;
  if (done.value.missed) {
    context.log.info('A card that is not there was looked up', { [asker.kind]: asker.id, site: asker.siteId });
  }
  return done.value.result;
}
