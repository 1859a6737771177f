/** Cards by their ids, as staff see them: never with the code. */
import { cardInvalidOn, type Card } from '../../../src-shared/card/card.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Background, CardView } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Allowance, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { targetOf } from '../people/sites.ts';

/** A registered card with what the registry keeps beside it. */
export interface CardRecord {
  readonly id: string;
  /** Normalised. Only for what has to be done with it: it is never answered, logged or noted. */
  readonly code: string;
  readonly card: Card;
  readonly siteId: string | null;
  readonly networkId: string | null;
  readonly siteName: string | null;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly registeredAt: Date | null;
}

const SELECT_RECORDS = `
  SELECT cards.id, code,
    jsonb_build_object('kind', kind, 'firstDay', first_day, 'lastDay', last_day, 'state', state,
      'childLimit', child_limit) AS card,
    cards.site_id AS "siteId", cards.network_id AS "networkId", sites.name AS "siteName",
    cards.organisation_id AS "organisationId", organisations.name AS "organisationName",
    registered_at AS "registeredAt"
  FROM cards
    LEFT JOIN sites ON sites.id = cards.site_id
    LEFT JOIN organisations ON organisations.id = cards.organisation_id`;

const ENDING_CHARACTERS = 4;
/** Of a card whose distributor nobody knows: only who reaches everything reaches it. */
const NOBODY: { readonly siteId: string; readonly networkId: null } = { siteId: '', networkId: null };

/** The card with an id, locked until the end of the transaction; null: there is none. */
export async function lockCard(tx: Tx, id: string): Promise<CardRecord | null> {
  const [row] = await tx.query<CardRecord>(`${SELECT_RECORDS} WHERE cards.id = $1 FOR UPDATE OF cards`, [id]);
  return row ?? null;
}

/** The card with a normalised code; null: there is none. */
export async function recordOfCode(tx: Tx, code: string): Promise<CardRecord | null> {
  const [row] = await tx.query<CardRecord>(`${SELECT_RECORDS} WHERE code = $1`, [code]);
  return row ?? null;
}

/** `auth.forbidden` where none of the caller's roles reaches the site; null: a site that nobody knows. */
export async function reaches(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  siteId: string | null,
): Promise<Result<null, 'auth.forbidden'>> {
  const target = siteId === null ? null : await targetOf(tx, siteId);
  return mayAct(caller, allowed, target ?? NOBODY) ? ok(null) : fail('auth.forbidden');
}

/** The card as staff see it today. */
export function viewOf(record: CardRecord, { clock }: Pick<Context, 'clock'>): CardView {
  const { id, code, card, siteId, siteName, organisationId, organisationName, registeredAt } = record;
  return {
    ...card,
    id,
    ending: code.slice(-ENDING_CHARACTERS),
    invalid: cardInvalidOn(card, helsinkiDay(clock.now())),
    site: siteId === null ? null : { id: siteId, name: siteName ?? '' },
    organisation: organisationId === null ? null : { id: organisationId, name: organisationName ?? '' },
    registeredAt: registeredAt?.toISOString() ?? null,
  };
}

/** What to write on a card (CARD-7, REG-4). */
export function writtenOn({ card, organisationName }: CardRecord): AnswerOf<'extendCard'>['write'] {
  return { firstDay: card.firstDay, lastDay: card.lastDay, organisation: organisationName };
}

/** A card by its id; its background only to the distributor that handed it out. */
export async function showCard(
  tx: Tx,
  context: Context,
  caller: Rights,
  allowed: Allowance,
  id: string,
): Promise<Result<AnswerOf<'card'>, 'card.unknown' | 'auth.forbidden'>> {
  const [record] = await tx.query<CardRecord>(`${SELECT_RECORDS} WHERE cards.id = $1`, [id]);
  if (record === undefined) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, record.siteId);
  return reached.ok ? ok(await detailOf(tx, context, caller, record)) : reached;
}

/** The card, and its background where the caller's site is the distributor that handed it out. */
export async function detailOf(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Rights,
  record: CardRecord,
): Promise<AnswerOf<'card'>> {
  const isOwn = record.siteId === caller.siteId && caller.roles.includes('distributor');
  return { ...viewOf(record, context), background: isOwn ? await backgroundOf(tx, record.id) : null };
}

/** A card's background; null: it has none, or none any more. */
export async function backgroundOf(tx: Tx, cardId: string): Promise<Background | null> {
  const [row] = await tx.query<Background>(
    `SELECT year_of_birth AS "yearOfBirth", postal_code AS "postalCode", mother_tongue AS "motherTongue", gender,
       life_situation AS "lifeSituation", home_municipality AS "homeMunicipality"
     FROM card_backgrounds WHERE card_id = $1`,
    [cardId],
  );
  return row ?? null;
}

/** A page of the cards that a site handed out; left out, the caller's own. */
export async function siteCards(
  tx: Tx,
  context: Context,
  caller: Rights,
  allowed: Allowance,
  { siteId = caller.siteId, after, limit }: { siteId?: string | undefined; after?: string | undefined; limit: number },
): Promise<Result<AnswerOf<'siteCards'>, 'auth.forbidden'>> {
  const reached = await reaches(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<CardRecord>(
    `${SELECT_RECORDS} WHERE cards.site_id = $1 AND ($2::uuid IS NULL OR cards.id > $2) ORDER BY cards.id LIMIT $3`,
    [siteId, after ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => viewOf(row, context));
  return ok({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null });
}
