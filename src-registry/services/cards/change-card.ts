/** What becomes of a registered card: extended, ended, out of use, corrected (CARD-7, CC-3, CHILD-4). */
import type { z } from 'zod';
import { endCard as ended, extendCard as extended, mayHold, type Card } from '../../../src-shared/card/card.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { correctionRequest } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Allowance, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import type { Tx } from '../../db/database.ts';
import { keepBackground } from './card-backgrounds.ts';
import { countCards, ofBackground } from './card-counts.ts';
import { backgroundOf, lockCard, reaches, viewOf, writtenOn, type CardRecord } from './card-view.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { rulesOn } from '../rule-sets.ts';
import { publish } from '../feeds/streams.ts';
import { checkBackground, choicesOf } from './value-lists.ts';

type Changed = Result<AnswerOf<'extendCard'>, ProblemCode>;

/** What a change of state does to a card, on a day; out of use is final (CARD-7). */
export const STATE_CHANGES = {
  extendCard: extended,
  endCard: (card) => ended(card),
  takeOutOfUse: (card) => ok({ ...card, state: 'out-of-use' }),
} as const satisfies Record<string, (card: Card, onDay: string) => Result<Card, 'card.out-of-use'>>;
export type StateChange = keyof typeof STATE_CHANGES;

/**
 * Extends or ends a card, or takes it out of use; one that is so already stays as it is, and nothing is noted. Errors:
 * `card.unknown`, `auth.forbidden`, `card.out-of-use`.
 */
export async function changeState(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  { id, action }: { readonly id: string; readonly action: StateChange },
): Promise<Changed> {
  const record = await lockCard(tx, id);
  if (record === null) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, record.siteId);
  if (!reached.ok) return reached;
  const next = STATE_CHANGES[action](record.card, helsinkiDay(context.clock.now()));
  if (!next.ok) return next;
  const changed = await store(tx, context, record, next.value);
  if (changed) {
    const { state, lastDay } = next.value;
    await noteOf(tx, context, caller, record, action, { state, lastDay });
    await publish(tx, 'cards', [record.code]);
  }
  return answerOf({ ...record, card: next.value }, context);
}

/** Ends all community cards of an organisation that are not ended yet (CC-3). */
export async function endOrganisationCards(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  organisationId: string,
): Promise<Result<AnswerOf<'endOrganisationCards'>, 'organisation.unknown' | 'auth.forbidden'>> {
  const [found] = await tx.query<{ networkId: string | null }>(
    'SELECT network_id AS "networkId" FROM organisations WHERE id = $1',
    [organisationId],
  );
  if (found === undefined) return fail('organisation.unknown');
  // An organisation is no site: what counts is its network.
  if (!mayAct(caller, allowed, { siteId: organisationId, networkId: found.networkId })) return fail('auth.forbidden');
  const rows = await tx.query<{ id: string; code: string; siteId: string | null }>(
    `UPDATE cards SET state = 'ended', state_since = $2
     WHERE code IN (SELECT code FROM cards WHERE organisation_id = $1 AND state = 'active' ORDER BY code FOR UPDATE)
     RETURNING id, code, site_id AS "siteId"`,
    [organisationId, new Date(context.clock.now())],
  );
  for (const row of rows) {
    await noteOf(tx, context, caller, row, 'endOrganisationCards', { state: 'ended', organisationId });
  }
  await publish(
    tx,
    'cards',
    rows.map(({ code }) => code),
  );
  return ok({ ended: rows.length });
}

/**
 * Corrects the number of children or the background of a personal card. The counts follow in the month of registration;
 * once it is over they may have been told, and what differs afterwards would be this holder's. What a background was and
 * is is noted nowhere. Errors: `card.unknown`, `auth.forbidden`, `card.not-personal`, `card.background-gone`,
 * `card.holder-too-young`, `card.value-unknown`.
 */
export async function correctCard(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  { id, children, background }: { readonly id: string } & z.output<typeof correctionRequest>,
): Promise<Changed> {
  const record = await lockCard(tx, id);
  if (record === null) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, record.siteId);
  if (!reached.ok) return reached;
  if (record.card.kind !== 'personal') return fail('card.not-personal');
  if (background !== null) {
    const corrected = await correctBackground(tx, context, record, background);
    if (!corrected.ok) return corrected;
  }
  const card = children === null ? record.card : { ...record.card, childLimit: children };
  const isPublic = await store(tx, context, record, card);
  const { childLimit } = card;
  const detail = { ...(children === null ? {} : { childLimit }), background: background !== null };
  if (isPublic || background !== null) await noteOf(tx, context, caller, record, 'correctCard', detail);
  if (isPublic) await publish(tx, 'cards', [record.code]);
  return answerOf({ ...record, card }, context);
}

async function correctBackground(
  tx: Tx,
  { clock }: Context,
  { id, siteId, networkId, registeredAt }: CardRecord,
  background: NonNullable<z.output<typeof correctionRequest>['background']>,
): Promise<Result<null, ProblemCode>> {
  const before = await backgroundOf(tx, id);
  if (before === null || registeredAt === null) return fail('card.background-gone');
  const today = helsinkiDay(clock.now());
  if (!mayHold(background.yearOfBirth, today, await rulesOn(tx, today))) return fail('card.holder-too-young');
  const listed = checkBackground(background, await choicesOf(tx, networkId), before);
  if (!listed.ok) return listed;
  await keepBackground(tx, id, background);
  const month = helsinkiDay(registeredAt.getTime()).slice(0, 7);
  if (month < today.slice(0, 7)) return ok(null);
  const at = { month, networkId, siteId };
  await countCards(tx, [...ofBackground(at, before, -1), ...ofBackground(at, background, 1)]);
  return ok(null);
}

/** False: the card was so already. */
async function store(tx: Tx, { clock }: Context, { id }: CardRecord, card: Card): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE cards SET last_day = $2, state = $3, child_limit = $4,
       state_since = CASE WHEN (state = 'active') = ($3 = 'active') THEN state_since ELSE $5 END
     WHERE id = $1 AND (last_day, state, child_limit) IS DISTINCT FROM ($2::date, $3::text, $4::integer) RETURNING 1`,
    [id, card.lastDay, card.state, card.childLimit, new Date(clock.now())],
  );
  return rows.length > 0;
}

async function noteOf(
  tx: Tx,
  context: Context,
  caller: Actor,
  { id, siteId }: { readonly id: string; readonly siteId: string | null },
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const forSite = siteId === null ? {} : { forSiteId: siteId };
  await noteChange(tx, context, caller, { action, ...forSite, subjectKind: 'card', subjectId: id, detail });
}

function answerOf(record: CardRecord, context: Context): Changed {
  return ok({ card: viewOf(record, context), write: writtenOn(record) });
}
