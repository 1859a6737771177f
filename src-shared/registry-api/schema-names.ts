/** Schemas that stand in the OpenAPI document once, under a name, and are referred to. */
import { z } from 'zod';
import { ledgerEventSchema } from '../acquisition/event.ts';
import { cardSchema } from '../card/card.ts';
import { localised } from '../kernel/schemas.ts';
import { capSchema, performanceSchema, windowsSchema } from '../performance/performance.ts';
import { ruleSetSchema } from '../rules/rule-set.ts';
import { role } from './permissions.ts';
import { problemCode, problemSchema } from './problems.ts';
import { conflict, itemAnswer } from './bodies/delivery.ts';
import { networkKeySchema } from './bodies/enrolment.ts';
import { streamName } from './bodies/feeds.ts';
import { siteSchema } from './bodies/site.ts';

/** Of these, those that stand in the document are its components. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Problem: problemSchema,
  ProblemCode: problemCode,
  Site: siteSchema,
  Role: role,
  Card: cardSchema,
  Performance: performanceSchema,
  RuleSet: ruleSetSchema,
  LedgerEvent: ledgerEventSchema,
  NetworkKey: networkKeySchema,
  ItemAnswer: itemAnswer,
  Conflict: conflict,
  StreamName: streamName,
  Cap: capSchema,
  Windows: windowsSchema,
  Localised: localised,
};

export type SchemaNames = ReadonlyMap<string, { readonly name: string; readonly schema: unknown }>;

/** The named schemas by what they say as JSON. */
export function namedSchemas(): SchemaNames {
  const found = Object.entries(NAMED).map(([name, schema]) => {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
    return [JSON.stringify(json), { name, schema: json }] as const;
  });
  return new Map(found);
}

/** The value with a reference in place of every named schema, and the schemas that are referred to, by name. */
export function withReferences(
  value: unknown,
  names: SchemaNames,
): { readonly value: unknown; readonly schemas: Readonly<Record<string, unknown>> } {
  const used: Record<string, unknown> = {};
  const refer = (part: unknown, isTop: boolean): unknown => {
    if (Array.isArray(part)) return part.map((each) => refer(each, false));
    if (typeof part !== 'object' || part === null) return part;
    const known = isTop ? undefined : names.get(JSON.stringify(part));
    if (known !== undefined) {
      if (used[known.name] === undefined) {
        // Taken before it is filled: a schema may hold others, never itself.
        used[known.name] = {};
        used[known.name] = refer(known.schema, true);
      }
      return { $ref: `#/components/schemas/${known.name}` };
    }
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, refer(each, false)]));
  };
  const replaced = refer(value, true);
  return { value: replaced, schemas: Object.fromEntries(Object.entries(used).toSorted(byName)) };
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);
