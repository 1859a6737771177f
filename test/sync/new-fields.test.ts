/** A registry that is newer than the desk: fields that it does not know are dropped, whatever the answer and the depth (versioning policy). */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseKnown } from '../../src-main/sync/known-fields.ts';
import { readAnswer, readProblem } from '../../src-main/sync/registry-answer.ts';
import { exampleOf, type JsonSchema } from '../../src-shared/registry-api/example.ts';
import { EXAMPLES } from '../../src-shared/registry-api/examples.ts';
import { ENDPOINTS, type EndpointName } from '../../src-shared/registry-api/endpoints.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { problem } from '../../src-shared/registry-api/problems.ts';

const answers = Object.entries<Endpoint>(ENDPOINTS).flatMap(([name, { answer }]) =>
  typeof answer === 'string' ? [] : [[name, answer] as const],
);

function exampleFor(name: string, schema: z.ZodType): unknown {
  const given = EXAMPLES[name as EndpointName]?.answer;
  return given ?? exampleOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchema, '');
}

/** Every object within, the value itself first. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const within = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? within : [value as Record<string, unknown>, ...within];
}

/** Whether the new field went into an object of which the names are free: there it is an entry, and no field. */
function hasFreeNames(schema: z.ZodType, value: unknown): boolean {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.length === 0 || issues.some(({ path }) => path.at(-1) === 'aNewField');
}

const response = (value: unknown, status = 200, type = 'application/json') => ({
  status,
  headers: { 'content-type': type },
  body: new TextEncoder().encode(JSON.stringify(value)),
});

describe('a new field', () => {
  test.each(answers)('in each object of the answer to %s is borne', (name, schema) => {
    const example = exampleFor(name, schema);
    const { ok, ...plain } = readAnswer(schema, response(example));
    expect(ok).toBe(true);
    let tried = 0;
    for (const index of objectsIn(example).keys()) {
      const newer: unknown = structuredClone(example);
      Object.assign(objectsIn(newer)[index]!, { aNewField: 'of a later version' });
      if (hasFreeNames(schema, newer)) continue;
      tried += 1;
      expect(readAnswer(schema, response(newer))).toEqual({ ok, ...plain });
    }
    expect(tried).toBeGreaterThan(0);
    const all: unknown = structuredClone(example);
    for (const each of objectsIn(all)) {
      each['aNewField'] = 'of a later version';
      if (hasFreeNames(schema, all)) delete each['aNewField'];
    }
    expect(readAnswer(schema, response(all)).ok).toBe(true);
  });

  test('in a problem is borne', () => {
    const newer = { ...problem('desk.revoked', 'Revoked'), balance: 30 };
    expect(readProblem(response(newer, 401, 'application/problem+json'))).toMatchObject({
      code: 'registry.problem',
      parameters: { problem: 'desk.revoked' },
    });
  });

  test('does not make up for one that is missing or of another type', () => {
    const schema = z.strictObject({ known: z.array(z.strictObject({ count: z.int() })) });
    expect(parseKnown(schema, { known: [{ count: 1, more: {} }], more: [] }).data).toEqual({ known: [{ count: 1 }] });
    for (const wrong of [{ known: [{ more: 1 }] }, { known: [{ count: '1', more: 1 }] }, { more: 1 }, [], null]) {
      expect(parseKnown(schema, wrong).success).toBe(false);
    }
  });

  test('of any name is dropped, and nothing else is touched', () => {
    const text = '{"known":1,"__proto__":{"known":2},"constructor":3,"":4}';
    expect(parseKnown(z.strictObject({ known: z.int() }), JSON.parse(text)).data).toEqual({ known: 1 });
    expect(({} as Record<string, unknown>)['known']).toBeUndefined();
  });
});
