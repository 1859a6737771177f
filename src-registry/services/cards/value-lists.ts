/** Value lists of a card's background, and whether a background keeps to them (REG-1). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Background } from '../../../src-shared/registry-api/bodies/cards.ts';
import {
  VALUE_LISTS,
  type ListValue,
  type ValueListName,
} from '../../../src-shared/registry-api/bodies/value-lists.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';

type ValueRow = ListValue & { readonly list: ValueListName };

/** All lists, and the municipalities of a network; null: of none. */
export async function valueLists(tx: Tx, networkId: string | null): Promise<AnswerOf<'valueLists'>> {
  const rows = await tx.query<ValueRow>(
    `SELECT list, value, jsonb_build_object('fi', fi, 'sv', sv, 'en', en) AS labels, position, retired
     FROM list_values ORDER BY list, position, value`,
  );
  return {
    lists: VALUE_LISTS.map((list) => ({
      list,
      values: rows
        .filter((row) => row.list === list)
        .map(({ value, labels, position, retired }) => ({ value, labels, position, retired })),
    })),
    municipalities: await municipalitiesOf(tx, networkId),
  };
}

/** Adds a value to a list, or changes it. */
export async function putValue(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor,
  { list, ...value }: ValueRow,
): Promise<Result<ListValue, never>> {
  const { labels, position, retired } = value;
  await tx.query(
    `INSERT INTO list_values (list, value, fi, sv, en, position, retired) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (list, value) DO UPDATE SET fi = excluded.fi, sv = excluded.sv, en = excluded.en,
       position = excluded.position, retired = excluded.retired`,
    [list, value.value, labels.fi, labels.sv, labels.en, position, retired],
  );
  const subject = { subjectKind: 'value-list', subjectId: list } as const;
  await noteChange(tx, context, caller, { action: 'putValue', ...subject, detail: { value: value.value, retired } });
  return ok(value);
}

/** What a background may be made of, read once for many cards. */
export interface Choices {
  readonly values: ReadonlySet<string>;
  readonly municipalities: ReadonlySet<string>;
}

/** What may be chosen today at a site of a network. */
export async function choicesOf(tx: Tx, networkId: string | null): Promise<Choices> {
  const rows = await tx.query<{ list: string; value: string }>('SELECT list, value FROM list_values WHERE NOT retired');
  return {
    values: new Set(rows.map(({ list, value }) => `${list} ${value}`)),
    municipalities: new Set(await municipalitiesOf(tx, networkId)),
  };
}

const LISTED = {
  motherTongue: 'mother-tongue',
  gender: 'gender',
  lifeSituation: 'life-situation',
} as const satisfies Partial<Record<keyof Background, ValueListName>>;

/**
 * `card.value-unknown`, with the field in `why`, for a value that is not on its list or a municipality that is not of the
 * network. `before`: what was chosen earlier may stay, though its value has been retired since.
 */
export function checkBackground(
  background: Background,
  choices: Choices,
  before: Background | null,
): Result<null, 'card.value-unknown'> {
  for (const [field, list] of Object.entries(LISTED) as [keyof typeof LISTED, ValueListName][]) {
    const value = background[field];
    if (value !== null && value !== before?.[field] && !choices.values.has(`${list} ${value}`)) {
      return fail('card.value-unknown', { why: field });
    }
  }
  const home = background.homeMunicipality;
  if (home !== null && home !== before?.homeMunicipality && !choices.municipalities.has(home)) {
    return fail('card.value-unknown', { why: 'homeMunicipality' });
  }
  return ok(null);
}

async function municipalitiesOf(tx: Tx, networkId: string | null): Promise<string[]> {
  const [row] = await tx.query<{ municipalities: string[] }>('SELECT municipalities FROM networks WHERE id = $1', [
    networkId,
  ]);
  return row?.municipalities ?? [];
}
