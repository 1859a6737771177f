/** Registering cards: one, or all those of a group meeting (REG-1, REG-2, REG-4, CARD-3, CARD-6). */
import type { z } from 'zod';
import type { Card } from '../../../src-shared/card/card.ts';
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { HAND_OVER_POINTS, type registerRequest } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import type { Tx } from '../../db/database.ts';
import { keepBackground } from './card-backgrounds.ts';
import { countCards, ofBackground, ofKind, type CardDelta } from './card-counts.ts';
import { reaches, recordOfCode, viewOf, writtenOn, type CardRecord } from './card-view.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { findDistributor } from './distributors.ts';
import { cardKey, presentNetworkKey } from '../keys/keys.ts';
import { newCard, type CardItem, type Terms } from './new-card.ts';
import { rulesOn } from '../rule-sets.ts';
import { publish } from '../feeds/streams.ts';
import { spendOne, withinBudget, type Asker } from './lookup-budget.ts';
import { choicesOf } from './value-lists.ts';

type ItemAnswer = AnswerOf<'registerCards'>['answers'][number];

/** What all cards of a request are registered under. */
interface Meeting extends Terms {
  readonly caller: Actor & Rights;
  /** One moment for all of it, so that a card is counted in the month that its row tells. */
  readonly now: Date;
  /** Whether the caller may hear of one more code whether it is a card; asked first, it locks the answer for the others. */
  readonly budget: () => Promise<Result<null, 'card.lookup-limited'>>;
  /** To be asked anew: one was spent. */
  readonly spent: () => void;
}

type ReadCode = Result<string, 'card.malformed'>;

interface Registered {
  readonly record: CardRecord;
  readonly isNew: boolean;
  readonly deltas: readonly CardDelta[];
}

/**
 * Registers each card that can be; the others are refused one by one and change nothing. A repeated id with the same code
 * is answered as before. `card.exists` tells that a code is a card, and costs as much as a look-up that misses; who has
 * none left hears `card.lookup-limited` of every code, and registers nothing until then. Errors: `auth.forbidden` where the caller does not reach the site, `site.not-distributor` where
 * that other site hands out no cards.
 */
export async function registerCards(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  { forSiteId, items }: z.output<typeof registerRequest>,
): Promise<Result<AnswerOf<'registerCards'>, 'auth.forbidden' | 'site.not-distributor'>> {
  const siteId = forSiteId ?? caller.siteId;
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const site = await findDistributor(tx, caller, siteId);
  if (!site.ok) return site;
  const now = new Date(context.clock.now());
  const today = helsinkiDay(now.getTime());
  const rules = await rulesOn(tx, today);
  const choices = await choicesOf(tx, site.value.networkId);
  let budget: ReturnType<Meeting['budget']> | undefined;
  const meeting: Meeting = {
    caller,
    site: site.value,
    now,
    today,
    rules,
    choices,
    budget: () => (budget ??= withinBudget(tx, context, askerOf(caller))),
    spent: () => void (budget = undefined),
  };

  const answers: ItemAnswer[] = [];
  const deltas: CardDelta[] = [];
  const codes: string[] = [];
  // In the order of their codes, so that two requests never wait for each other in a circle.
  for (const { item, code, index } of inLockOrder(items, rules)) {
    const result = code.ok ? await registerOne(tx, context, meeting, item, code.value) : code;
    answers[index] = answerOf(item, result, context);
    if (!result.ok || !result.value.isNew) continue;
    deltas.push(...result.value.deltas);
    codes.push(result.value.record.code);
  }
  await countCards(tx, deltas);
  await publish(tx, 'cards', codes);
  return ok({ answers, tell: [...HAND_OVER_POINTS] });
}

async function registerOne(
  tx: Tx,
  context: Context,
  meeting: Meeting,
  item: CardItem,
  code: string,
): Promise<Result<Registered, ProblemCode>> {
  // First of all: what was registered is answered so, even where it could not be registered any more.
  const before = await recordOfCode(tx, code);
  if (before !== null && isSame(before, item, meeting)) return ok({ record: before, isNew: false, deltas: [] });
  // Then what is wrong with the item itself: that says nothing of the code.
  const card = await newCard(tx, item, meeting);
  if (!card.ok) return card;
  const allowed = await meeting.budget();
  if (!allowed.ok) return allowed;
  const isNew = before === null && (await insert(tx, context, meeting, item, code, card.value));
  const record = await recordOfCode(tx, code);
  if (!isNew) {
    // Somebody else may have been faster.
    if (record === null) return fail('card.id-taken');
    if (isSame(record, item, meeting)) return ok({ record, isNew, deltas: [] });
    return refuseExisting(tx, context, meeting);
  }
  if (record === null) throw new Error('a card that was just registered is gone');

  const at = { month: meeting.today.slice(0, 7), networkId: meeting.site.networkId, siteId: meeting.site.id };
  const deltas = [ofKind(at, item.kind, 1)];
  if (item.kind === 'personal') {
    await keepBackground(tx, item.id, item.background);
    deltas.push(...ofBackground(at, item.background, 1));
  }
  await note(tx, context, meeting, record);
  return ok({ record, isNew, deltas });
}

/** The card is what the item asked for before. */
function isSame(record: CardRecord, { id }: CardItem, { site }: Meeting): boolean {
  return record.id === id && record.siteId === site.id;
}

/** Tells that the code is a card, and takes it from what the caller may hear; it is logged, without the code. */
async function refuseExisting(tx: Tx, context: Context, meeting: Meeting): Promise<Result<never, 'card.exists'>> {
  const asker = askerOf(meeting.caller);
  await spendOne(tx, asker);
  meeting.spent();
  context.log.info('A card that is there was to be registered', { user: asker.id, site: asker.siteId });
  return fail('card.exists');
}

function askerOf({ userId, siteId }: Actor): Asker & { readonly kind: 'user' } {
  return { kind: 'user', id: userId, siteId };
}

/** False: the code or the id is taken. */
async function insert(
  tx: Tx,
  { keys }: Context,
  { site, now }: Meeting,
  item: CardItem,
  code: string,
  { kind, firstDay, lastDay, state, childLimit }: Card,
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO cards (id, code, key, kind, first_day, last_day, state, state_since, child_limit, site_id, network_id,
       organisation_id, registered_at)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5, $6, $7, $8, $9, $10, $11, $12, $8)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      item.id,
      code,
      cardKey(presentNetworkKey(keys).key, code),
      kind,
      firstDay,
      lastDay,
      state,
      now,
      childLimit,
      site.id,
      site.networkId,
      item.kind === 'community' ? item.organisationId : null,
    ],
  );
  return rows.length > 0;
}

/** CARD-9: a code that was printed for another distributor is registered all the same, and that is noted. */
async function note(tx: Tx, context: Context, { caller, site }: Meeting, record: CardRecord): Promise<void> {
  const [printed] = await tx.query<{ siteId: string }>(
    `SELECT card_batches.site_id AS "siteId" FROM printed_codes JOIN card_batches ON card_batches.id = batch_id
     WHERE code = $1`,
    [record.code],
  );
  const { kind, firstDay, lastDay, childLimit } = record.card;
  const printedFor = printed !== undefined && printed.siteId !== site.id ? { printedForSiteId: printed.siteId } : {};
  await noteChange(tx, context, caller, {
    action: 'registerCards',
    forSiteId: site.id,
    subjectKind: 'card',
    subjectId: record.id,
    detail: { kind, firstDay, lastDay, childLimit, ...printedFor },
  });
}

function inLockOrder(
  items: readonly CardItem[],
  rules: Terms['rules'],
): { item: CardItem; code: ReadCode; index: number }[] {
  const order = (code: ReadCode): string => (code.ok ? code.value : '');
  return items
    .map((item, index) => ({ item, code: parseCardCode(item.code, rules.code), index }))
    .toSorted((one, other) => (order(one.code) < order(other.code) ? -1 : 1));
}

function answerOf(item: CardItem, result: Result<Registered, ProblemCode>, context: Context): ItemAnswer {
  if (!result.ok) {
    const { why } = result.error.parameters;
    const told = typeof why === 'string' ? why : null;
    return { id: item.id, result: 'refused', problem: result.error.code, why: told, card: null, write: null };
  }
  const { record, isNew } = result.value;
  return {
    id: item.id,
    result: isNew ? 'registered' : 'already-registered',
    problem: null,
    why: null,
    card: viewOf(record, context),
    write: writtenOn(record),
  };
}
