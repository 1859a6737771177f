/** What is not there, and must not be: CARD-9, CARD-10, SALE-1, USE-1, USE-2, REG-1, DATA-1. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ledgerEventSchema } from '../../src-shared/acquisition/event.ts';
import { verdictSchema } from '../../src-shared/acquisition/verdict.ts';
import { cardSchema } from '../../src-shared/card/card.ts';
import { COMMANDS } from '../../src-shared/desk-api/commands.ts';
import { deskState } from '../../src-shared/desk-api/state.ts';
import { performanceSchema } from '../../src-shared/performance/performance.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { ruleSetSchema } from '../../src-shared/rules/rule-set.ts';

/** Names of fields that would say who somebody is, where they live or what they have. */
const OF_A_PERSON =
  /^(?:first|last|given|family|full|holder|customer|person|child|clients?)_?name|surname|identity|social|national|ssn|hetu|birth|address|street|postal|postcode|(?<!capa)city|municipality|area|region|income|diagnosis|disabilit|e?mail|phone|gender|tongue|photo|signature_image/i;

/** Names that would bind a ticket to a seat or a way of selling. */
const OF_A_SALE = /seat|row|channel|webshop|price|payment/i;

/** What the registry does hold of a holder, and the only bodies that it is in: registration, and what its distributor sees (REG-1). */
const BACKGROUND = ['gender', 'homeMunicipality', 'motherTongue', 'postalCode', 'yearOfBirth'];
const WITH_BACKGROUND = ['call registerCards', 'call correctCard', 'answer of lookUpCard', 'answer of card'];

interface Shape {
  readonly properties?: Record<string, Shape>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
}

/** The names of all fields of a schema, at every depth. */
function fieldsOf(schema: z.ZodType): string[] {
  const named = (shape: Shape): string[] => [
    ...Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => [name, ...named(inner)]),
    ...(shape.items === undefined ? [] : named(shape.items)),
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(named),
    ...(typeof shape.additionalProperties === 'object' ? named(shape.additionalProperties) : []),
  ];
  return named(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
}

/** Objects that would take a field that nobody asked for. */
function openObjectsOf(schema: z.ZodType): Shape[] {
  const open = (shape: Shape): Shape[] => [
    ...(shape.properties !== undefined && shape.additionalProperties !== false ? [shape] : []),
    ...Object.values(shape.properties ?? {}).flatMap(open),
    ...(shape.items === undefined ? [] : open(shape.items)),
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(open),
  ];
  return open(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
}

const endpoints = Object.entries<Endpoint>(ENDPOINTS);
const SENT: [string, z.ZodType][] = [
  ['a card', cardSchema],
  ['a performance', performanceSchema],
  ['a rule set', ruleSetSchema],
  ['a ledger event', ledgerEventSchema],
  ['a verdict', verdictSchema],
  ['the desk’s state', deskState],
  ...Object.entries(COMMANDS).map(([name, { payload }]): [string, z.ZodType] => [`command ${name}`, payload]),
  ...endpoints.flatMap(([name, { body }]): [string, z.ZodType][] =>
    body === undefined ? [] : [[`call ${name}`, body]],
  ),
  ...endpoints.flatMap(([name, { answer }]): [string, z.ZodType][] =>
    typeof answer === 'string' ? [] : [[`answer of ${name}`, answer]],
  ),
];

describe('DATA-1: nothing that identifies a person', () => {
  test.each(SENT)('DATA-1, REG-1, CARD-6, CARD-9, CARD-10, USE-1: %s has no field for it', (sent, schema) => {
    const found = new Set(fieldsOf(schema).filter((name) => OF_A_PERSON.test(name)));
    expect([...found].toSorted()).toEqual(WITH_BACKGROUND.includes(sent) ? BACKGROUND : []);
  });

  test.each(SENT)('SALE-1, SALE-5: %s has no seat, no channel, no price and no payment', (_, schema) => {
    expect(fieldsOf(schema).filter((name) => OF_A_SALE.test(name))).toEqual([]);
  });

  test.each(SENT)('DATA-1: %s takes no field that it does not know', (_, schema) => {
    expect(openObjectsOf(schema)).toEqual([]);
  });

  test('the patterns do find what they are for', () => {
    const bad = [
      'holderName',
      'birthYear',
      'postalCode',
      'homeMunicipality',
      'personalIdentityCode',
      'email',
      'income',
    ];
    expect(bad.filter((name) => !OF_A_PERSON.test(name))).toEqual([]);
    expect(['seatNumber', 'salesChannel'].filter((name) => !OF_A_SALE.test(name))).toEqual([]);
  });

  test('CARD-1, DATA-1: a ledger’s event holds no code: only a key, and the hash of what is sealed', () => {
    const fields = new Set(fieldsOf(ledgerEventSchema));
    expect(fields.has('code')).toBe(false);
    expect(fields.has('cardKey') && fields.has('sealedHash')).toBe(true);
  });
});

describe('USE-1: what is registered', () => {
  test('USE-1: at a ticket the card, the number of children, and nothing else of the customer', () => {
    const redeemed = ledgerEventSchema.options.find(({ shape }) => shape.type.value === 'redeemed');
    expect(Object.keys(redeemed?.shape ?? {}).toSorted()).toEqual([
      'acquisitionId',
      'at',
      'cardKey',
      'children',
      'despite',
      'epoch',
      'feeCents',
      'hash',
      'id',
      'keyGeneration',
      'performanceId',
      'previousHash',
      'sealedHash',
      'sequence',
      'type',
      'units',
    ]);
  });

  test('CHILD-3: no event tells of adults: the adult is implicit', () => {
    expect(fieldsOf(ledgerEventSchema).filter((name) => /adult/i.test(name))).toEqual([]);
  });
});
