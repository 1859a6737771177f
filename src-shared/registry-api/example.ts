/** Examples of bodies and queries, made from their JSON Schemas: a new field has one at once. */

/** As much of JSON Schema as our schemas use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
}

const UUID = '018f0000-0000-7000-8000-000000000001';
const INSTANT = '2026-10-09T09:00:00.000Z';
const HEX = '5f3a9c0e7b2d4816'.repeat(4);

const FORMATS: Readonly<Record<string, string>> = {
  uuid: UUID,
  'date-time': INSTANT,
  date: '2026-10-09',
  time: '19:00',
  base64: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  uri: 'https://registry.example',
  email: 'desk@registry.example',
};

/** What a text of a pattern may be: the first that fits. */
const TEXTS = [
  'A045198723',
  '2026-10',
  '2026-10-09',
  '19:00',
  '00100',
  'month',
  'fi',
  'first-value',
  HEX,
  HEX.slice(0, 32),
  HEX.slice(0, 16),
  UUID,
  INSTANT,
  FORMATS['base64'] ?? '',
  '1',
  'a',
];

/** What fields of certain names hold; used where it fits. */
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  site: ['teatteri'],
  user: ['main'],
  login: ['teatteri'],
  password: ['a password of one’s own'],
  newPassword: ['a new password of one’s own'],
  deskName: ['Kassa 1'],
  name: ['Aallonharjan teatteri'],
  title: ['Talvisatu'],
  fi: ['Talvisatu'],
  sv: ['En vintersaga'],
  en: ['A winter’s tale'],
  place: ['Suuri näyttämö'],
  code: ['A045198723'],
  from: ['2026-01', '2026-01-01'],
  to: ['2026-12', '2026-12-31'],
  by: ['month'],
  year: [2026],
  yearOfBirth: [1980],
  postalCode: ['00100'],
  limit: [100, 10],
  capacity: [200],
  units: [2],
  lastDay: ['2027-10-09'],
  endsAt: ['2026-10-09T11:00:00.000Z'],
  hash: [HEX],
  token: ['Zx3v0n1M5s8KqYw2Rb7Tc4Lp9Hd6Fg1JaQeUiOxBm0N'],
  type: ['theatre'],
};

/** An example that fits the schema; `name` is the field's. Fields that may be left out are in it too. */
export function exampleOf(schema: JsonSchema, name: string): unknown {
  if (schema.const !== undefined) return schema.const;
  const known = (FIELDS[name] ?? []).find((value) => fits(schema, value));
  if (known !== undefined) return known;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null') ?? schema.allOf?.[0];
  if (choice !== undefined) return exampleOf(choice, name);
  switch (typeOf(schema)) {
    case 'object':
      return objectExample(schema);
    case 'array':
      return schema.prefixItems?.map((item) => exampleOf(item, name)) ?? [exampleOf(schema.items ?? {}, name)];
    case 'string':
      return textExample(schema);
    case 'integer':
    case 'number':
      return numberExample(schema);
    case 'boolean':
      return schema.default ?? true;
    case 'null':
      return null;
    default:
      return schema.default ?? {};
  }
}

function typeOf({ type }: JsonSchema): string | undefined {
  return typeof type === 'string' || type === undefined ? type : type.find((each) => each !== 'null');
}

function objectExample({ properties, propertyNames, additionalProperties }: JsonSchema): unknown {
  if (properties !== undefined) {
    return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, exampleOf(value, name)]));
  }
  const value = typeof additionalProperties === 'object' ? exampleOf(additionalProperties, '') : 1;
  const names = propertyNames?.enum ?? [propertyNames === undefined ? 'name' : textExample(propertyNames)];
  return Object.fromEntries(names.map((name) => [String(name), value]));
}

function textExample(schema: JsonSchema): string {
  const byFormat = schema.format === undefined ? undefined : FORMATS[schema.format];
  const found = [...(byFormat === undefined ? [] : [byFormat]), ...TEXTS, 'text'.padEnd(schema.minLength ?? 0, '.')];
  return (
    found.findLast((each) => each === byFormat && fits(schema, each)) ?? found.find((each) => fits(schema, each)) ?? ''
  );
}

function numberExample({ minimum, exclusiveMinimum, maximum, default: preset }: JsonSchema): number {
  if (typeof preset === 'number') return preset;
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  return Math.min(Math.max(1, least), maximum ?? Number.MAX_SAFE_INTEGER);
}

/** Whether a text or a number is one that the schema takes, as far as it matters here. */
function fits(schema: JsonSchema, value: unknown): boolean {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.some((choice) => fits(choice, value));
  if (schema.enum !== undefined) return schema.enum.includes(value);
  const type = typeOf(schema);
  if (typeof value === 'number') {
    const inRange = value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value);
    return (type === 'integer' || type === 'number') && inRange;
  }
  if (typeof value !== 'string' || type !== 'string') return false;
  const format = schema.format === undefined ? undefined : FORMATS[schema.format];
  const isFormat = schema.format === undefined || schema.pattern !== undefined || value === format;
  const isLong = value.length >= (schema.minLength ?? 0) && value.length <= (schema.maxLength ?? value.length);
  return isFormat && isLong && (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value));
}
