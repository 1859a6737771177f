/** Backgrounds of personal cards, and parting them from the cards once statistics no longer need the link (REG-1, DATA-1). */
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Background } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Database, Tx } from '../../db/database.ts';
import { lockCard, reaches } from './card-view.ts';
import { noteChange, noteChanges, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { readSetting } from '../settings.ts';

/** Months after a card's end, unless the administrator sets another number. */
const PRESET_MONTHS = 24;
/** Small enough to hold nobody up. */
const BATCH = 1_000;
/** What a card's history calls it, by the job or on demand. */
const PARTING = 'partBackground';

/** Keeps a personal card's background, in place of an earlier one. */
export async function keepBackground(tx: Tx, cardId: string, background: Background): Promise<void> {
  const { yearOfBirth, postalCode, motherTongue, gender, lifeSituation, homeMunicipality } = background;
  await tx.query(
    `INSERT INTO card_backgrounds
       (card_id, year_of_birth, postal_code, mother_tongue, gender, life_situation, home_municipality)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (card_id) DO UPDATE SET year_of_birth = excluded.year_of_birth, postal_code = excluded.postal_code,
       mother_tongue = excluded.mother_tongue, gender = excluded.gender, life_situation = excluded.life_situation,
       home_municipality = excluded.home_municipality`,
    [cardId, yearOfBirth, postalCode, motherTongue, gender, lifeSituation, homeMunicipality],
  );
}

/** Months after a card's end at which its background is parted from it. */
export async function retentionMonths(tx: Tx): Promise<number> {
  return (await readSetting(tx, 'backgroundMonths')) ?? PRESET_MONTHS;
}

/** Sets how long a background is kept after its card's end. */
export async function setRetention(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor,
  { months }: AnswerOf<'cardRetention'>,
): Promise<Result<AnswerOf<'cardRetention'>, never>> {
  await tx.query(
    'INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ['backgroundMonths', JSON.stringify(months)],
  );
  const subject = { subjectKind: 'setting', subjectId: 'backgroundMonths' } as const;
  await noteChange(tx, context, caller, { action: 'setCardRetention', ...subject, detail: { months } });
  return ok({ months });
}

/**
 * Parts the backgrounds of cards that have been over for longer than the registry's setting says, in short transactions:
 * what is left are the counts. Gives how many; that number is logged, and each card's history tells of it.
 */
export async function partBackgrounds(database: Database, context: Context): Promise<number> {
  let parted = 0;
  for (;;) {
    const { value } = await database.transaction(async (tx) => ok(await partSome(tx, context)));
    parted += value;
    if (value < BATCH) break;
  }
  if (parted > 0) context.log.info('Backgrounds were parted from cards that are long over', { parted });
  return parted;
}

async function partSome(tx: Tx, context: Context): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `WITH due AS (SELECT ($1::date - make_interval(months => $2))::date AS day)
     DELETE FROM card_backgrounds WHERE card_id IN (
       SELECT card_id FROM card_backgrounds JOIN cards ON cards.id = card_id CROSS JOIN due
       WHERE last_day < due.day OR (state <> 'active' AND state_since < due.day::timestamp AT TIME ZONE 'Europe/Helsinki')
       LIMIT ${BATCH} FOR UPDATE OF cards SKIP LOCKED)
     RETURNING card_id AS id`,
    [helsinkiDay(context.clock.now()), await retentionMonths(tx)],
  );
  const change = { action: PARTING, subjectKind: 'card' } as const;
  await noteChanges(
    tx,
    context,
    null,
    change,
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/** Parts a card's background at once, as its holder wishes; false: there was none. The counts stay. */
export async function partBackground(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  allowed: Allowance,
  id: string,
): Promise<Result<AnswerOf<'partBackground'>, 'card.unknown' | 'auth.forbidden'>> {
  const record = await lockCard(tx, id);
  if (record === null) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, record.siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query('DELETE FROM card_backgrounds WHERE card_id = $1 RETURNING 1', [id]);
  const parted = rows.length > 0;
  const forSite = record.siteId === null ? {} : { forSiteId: record.siteId };
  const change = { action: PARTING, ...forSite, subjectKind: 'card', subjectId: id } as const;
  if (parted) await noteChange(tx, context, caller, change);
  return ok({ parted });
}
