/** DATA-1, REG-1: nothing that identifies a person can be stored with a card: there is no free text, in no schema and no column. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CARD_CALLS } from '../../src-shared/registry-api/calls/cards.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { ask, call, logIn } from './helpers/call.ts';
import { BARE_BACKGROUND, freshCode, personal } from './helpers/cards.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let distributor: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  ({ url } = registry);
  distributor = await logIn(url, 'sosiaalitoimisto');
});
afterAll(() => registry.close());

const NAME = 'Matti Meikäläinen';

interface Shape {
  readonly type?: string;
  readonly properties?: Record<string, Shape>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Dotted paths of all texts in a schema that anything could be written into. */
function freeTextsOf(shape: Shape, path: string): string[] {
  if (shape.type === 'string') {
    const isBound = shape.enum !== undefined || shape.const !== undefined || shape.format !== undefined;
    // A pattern with a blank in its alphabet is words.
    const isWords = shape.pattern === undefined || new RegExp(shape.pattern, 'u').test(NAME);
    return isBound || !isWords ? [] : [path];
  }
  return [
    ...Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => freeTextsOf(inner, `${path}.${name}`)),
    ...(shape.items === undefined ? [] : freeTextsOf(shape.items, path)),
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap((inner) => freeTextsOf(inner, path)),
    ...(typeof shape.additionalProperties === 'object' ? freeTextsOf(shape.additionalProperties, `${path}.*`) : []),
  ];
}

const freeTexts = Object.entries<Endpoint>(CARD_CALLS).flatMap(([name, { body }]) =>
  body === undefined ? [] : freeTextsOf(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape, name),
);

test('DATA-1: what can be sent about a card has a bound form, but for codes, which are read, and municipalities, which are listed', () => {
  expect([...new Set(freeTexts)].toSorted()).toEqual([
    'checkCard.code',
    // One of the network's: the next test tries.
    'correctCard.background.homeMunicipality',
    'lookUpCard.code',
    // Words of a value list, written by the administrator: of no card.
    'putValue.labels.en',
    'putValue.labels.fi',
    'putValue.labels.sv',
    'recordBatch.codes.codes',
    'recordBatch.codes.first',
    'recordBatch.codes.last',
    'registerCards.items.background.homeMunicipality',
    'registerCards.items.code',
  ]);
});

test('the walk finds a free text where there is one', () => {
  const schema = z.strictObject({ a: z.array(z.strictObject({ note: z.string().max(9).nullable(), b: z.uuid() })) });
  expect(freeTextsOf(z.toJSONSchema(schema) as Shape, 'x')).toEqual(['x.a.note']);
});

test('DATA-1: a name written into any field of a registration or correction is stored nowhere', async () => {
  const kept = personal(freshCode());
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items: [kept] } });
  for (const field of Object.keys(BARE_BACKGROUND)) {
    const background = { ...BARE_BACKGROUND, [field]: NAME };
    await sendAnyway('registerCards', { forSiteId: null, items: [personal(freshCode(), { background })] });
    await sendAnyway('correctCard', { children: null, background }, kept.id);
  }
  for (const field of ['id', 'code', 'firstDay', 'trialLastDay', 'children', 'kind', 'note']) {
    const item = { ...personal(freshCode()), [field]: NAME };
    await sendAnyway('registerCards', { forSiteId: null, items: [item] as BodyOf<'registerCards'>['items'] });
  }
  expect(await tablesWith('Meikäläinen')).toEqual([]);
});

async function sendAnyway(name: 'registerCards' | 'correctCard', body: unknown, id?: string): Promise<void> {
  const response = await ask(url, name, {
    token: distributor,
    body: body as never,
    ...(id === undefined ? {} : { id }),
  });
  const text = await response.text();
  expect(text).not.toContain('"registered"');
  expect(text).not.toContain('Meikäläinen');
  if (name === 'correctCard') expect(response.ok).toBe(false);
}

/** Tables that hold a text anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    registry.database.url,
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await rows(registry.database.url, `SELECT FROM ${name} AS t WHERE t::text ILIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (hits.length > 0) found.push(name);
  }
  return found;
}

test('DATA-1: no column of a card’s tables takes a name, but for the municipality, which the service lists', async () => {
  const tables = ['cards', 'card_backgrounds', 'card_batches', 'printed_codes', 'lookup_budgets', 'card_counts'];
  const columns = await rows<{ table: string; column: string; type: string }>(
    registry.database.url,
    `SELECT table_name AS "table", column_name AS "column", data_type AS type FROM information_schema.columns
     WHERE table_name = ANY ($1) ORDER BY 1, 2`,
    [tables],
  );
  expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(tables));
  // Types in which words could be hidden at all.
  const texts = columns.filter(({ type }) => !/^(?:uuid|date|integer|bigint|boolean|double|timestamp)/.test(type));
  const open: string[] = [];
  for (const { table, column, type } of texts) {
    const refused = await rows<{ n: number }>(
      registry.database.url,
      `SELECT count(*)::integer AS n FROM pg_constraint
       WHERE conrelid = $1::regclass AND contype = 'c' AND pg_get_constraintdef(oid) ~ ('\\m' || $2 || '\\M')
         AND pg_get_constraintdef(oid) ~ '~|ANY'`,
      [table, column],
    );
    if (type === 'bytea' || refused[0]!.n === 0) open.push(`${table}.${column}`);
  }
  // A key is sixteen bytes that the registry works out; counts are of values that a background had.
  expect(open).toEqual(['card_backgrounds.home_municipality', 'card_counts.value', 'cards.key']);
});

test('DATA-1: no card’s code is in an address, an answer about a card, or a note of a change', async () => {
  for (const { path } of Object.values(CARD_CALLS)) expect(path).not.toMatch(/code/);
  const item = personal(freshCode());
  const answered = await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items: [item] } });
  const { token, id } = { token: distributor, id: item.id };
  const said = [
    answered,
    await call(url, 'lookUpCard', { token, body: { code: item.code } }),
    await call(url, 'card', { token, id }),
    await call(url, 'extendCard', { token, id }),
    await call(url, 'cardHistory', { token, id }),
    await call(url, 'siteCards', { token }),
  ];
  expect(JSON.stringify(said)).not.toContain(item.code);
  expect(await tablesWith(item.code)).toEqual(['cards']);
  expect(registry.sentences.join('\n')).not.toContain(item.code);
});
