/** The OpenAPI document: lint, examples of every call, problem codes, components. */
import { createConfig, formatProblems, getTotals, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { problemsOf } from '../../src-shared/registry-api/call-problems.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { PROBLEMS, type ProblemCode } from '../../src-shared/registry-api/problems.ts';

interface Media {
  readonly schema: unknown;
  readonly example?: unknown;
  readonly examples?: Record<string, { value: unknown }>;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly Record<string, unknown>[];
  readonly parameters?: readonly { name: string; in: string; example: unknown }[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly description: string; readonly content: Record<string, Media> }>;
}

const document = openApiDocument('http://127.0.0.1');
const paths = document['paths'] as Record<string, Record<string, Operation>>;
const operations = new Map(
  Object.values(paths).flatMap((methods) => Object.values(methods).map((each) => [each.operationId, each] as const)),
);
const calls = Object.entries<Endpoint>(ENDPOINTS);

test('the document passes every recommended rule of Redocly’s linter, warnings too', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  const { errors, warnings } = getTotals(problems);
  process.stdout.write(
    `openapi.json: ${Object.keys(paths).length} paths, ${operations.size} operations, ${errors} errors, ${warnings} warnings\n`,
  );
  if (problems.length > 0) {
    formatProblems(problems, { format: 'stylish', totals: { errors, warnings, ignored: 0 }, version: '' });
  }
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  ).toEqual([]);
});

describe.each(calls)('%s', (name, endpoint) => {
  const operation = operations.get(name)!;

  test('has examples that its schemas take', () => {
    const inPath = valuesIn(operation, 'path');
    const inQuery = valuesIn(operation, 'query');
    expectFits(endpoint.parameters, inPath);
    // A query travels as text.
    expectFits(endpoint.query, Object.fromEntries(Object.entries(inQuery).map(([key, value]) => [key, String(value)])));
    expectFits(endpoint.body, operation.requestBody?.content['application/json']?.example);
    if (typeof endpoint.answer === 'string') return;
    expectFits(endpoint.answer, operation.responses['200']?.content['application/json']?.example);
  });

  test('lists its problem codes, each under its status, and says who may call', () => {
    for (const code of problemsOf(endpoint, [])) {
      expect(
        Object.keys(operation.responses[PROBLEMS[code]]!.content['application/problem+json']!.examples!),
      ).toContain(code);
    }
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const codes = Object.keys(content['application/problem+json']?.examples ?? {}) as ProblemCode[];
      expect(codes.filter((code) => String(PROBLEMS[code]) !== status)).toEqual([]);
    }
    expect(operation.tags).toHaveLength(1);
    expect(operation.security).toHaveLength(endpoint.access === 'public' ? 0 : 1);
  });
});

function valuesIn({ parameters = [] }: Operation, where: string): Record<string, unknown> {
  return Object.fromEntries(parameters.filter((each) => each.in === where).map(({ name, example }) => [name, example]));
}

function expectFits(schema: z.ZodType | undefined, example: unknown): void {
  const parsed = schema?.safeParse(example);
  expect(parsed?.success === false ? [parsed.error.issues, example] : null).toBeNull();
}

test('what is repeated stands in the document once', () => {
  const { schemas } = document['components'] as { schemas: Record<string, unknown> };
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['Card', 'LedgerEvent', 'Performance', 'Problem', 'Site']),
  );
  const text = JSON.stringify(document);
  for (const [name, schema] of Object.entries(schemas)) {
    expect([name, text.split(JSON.stringify(schema)).length - 1]).toEqual([name, 1]);
    expect(text).toContain(`{"$ref":"#/components/schemas/${name}"}`);
  }
});
