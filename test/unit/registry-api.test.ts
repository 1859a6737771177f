/** The national interface: its table of calls, its OpenAPI document, its problems, its snapshot. */
import { describe, expect, test } from 'vitest';
import { NetworkFailure } from '../../src-shared/kernel/ports.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { problem, problemSchema, PROBLEMS, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { feedQuery } from '../../src-shared/registry-api/bodies/feeds.ts';
import { manifestText, SNAPSHOT_TABLE } from '../../src-shared/registry-api/snapshot.ts';

interface Operation {
  readonly operationId: string;
  readonly security: unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: { type: string } }> };
  readonly responses: Record<string, { content: Record<string, unknown> }>;
}

const document = openApiDocument('https://registry.example');
const paths = document['paths'] as Record<string, Record<string, Operation>>;

function operation(path: string, method: string): Operation {
  const found = paths[path]?.[method];
  if (found === undefined) throw new Error(`There is no ${method} ${path}.`);
  return found;
}

describe('the OpenAPI document', () => {
  test('has every call of the table once, under its method and path', () => {
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
    for (const [name, { method, path }] of Object.entries<Endpoint>(ENDPOINTS)) {
      expect(operation(path.replaceAll(/:(\w+)/g, '{$1}'), method.toLowerCase()).operationId).toBe(name);
    }
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://registry.example' }] });
  });

  test('says who may call: nobody needs a token for what is public, everybody for the rest', () => {
    expect(operation('/v1/health', 'get').security).toEqual([]);
    expect(operation('/v1/desks', 'post').security).toEqual([{ session: [] }]);
    expect(operation('/v1/events', 'post').security).toEqual([{ desk: [] }]);
  });

  test('names what stands in the path and in the query, and what is required of it', () => {
    expect(operation('/v1/snapshots/{hash}', 'get').parameters).toMatchObject([
      { name: 'hash', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    ]);
    expect(operation('/v1/feeds/cards', 'get').parameters).toMatchObject([
      { name: 'after', in: 'query', required: false },
      { name: 'limit', in: 'query', required: false },
    ]);
    expect(operation('/v1/health', 'get').parameters).toBeUndefined();
  });

  test('has a body where a call takes one, and an answer of its kind', () => {
    const { requestBody, responses } = operation('/v1/sessions', 'post');
    expect(requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { type: 'object' } } },
    });
    expect(Object.keys(responses['200']?.content ?? {})).toEqual(['application/json']);
    expect(Object.keys(responses['default']?.content ?? {})).toEqual(['application/problem+json']);
    expect(operation('/v1/health', 'get').requestBody).toBeUndefined();
    expect(operation('/v1/news', 'get').responses['200']?.content).toEqual({
      'text/event-stream': { schema: { type: 'string' } },
    });
    expect(JSON.stringify(document)).not.toContain('json-schema.org');
  });
});

describe('problems', () => {
  test('carry their code, their status and, for a malformed request, where', () => {
    expect(problem('request.malformed', 'No', ['items', '0'])).toEqual({
      type: 'urn:kaikudesk:problem:request.malformed',
      title: 'No',
      status: 400,
      code: 'request.malformed',
      where: ['items', '0'],
    });
    expect(problem('epoch.frozen', 'No')).not.toHaveProperty('where');
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      expect(problemSchema.safeParse(problem(code, 'No')).success).toBe(true);
    }
  });
});

describe('feeds and snapshots', () => {
  test('a page has a thousand changes unless asked otherwise, five thousand at most', () => {
    expect(feedQuery.parse({})).toEqual({ limit: 1_000 });
    expect(feedQuery.parse({ limit: '5000', after: 'x' })).toEqual({ limit: 5_000, after: 'x' });
    expect([0, 5_001, 'many'].filter((limit) => feedQuery.safeParse({ limit }).success)).toEqual([]);
  });

  test('what is signed of a manifest is all of it but the signature, in one spelling', () => {
    const manifest = {
      hash: 'a'.repeat(64),
      compressedBytes: 1,
      bytes: 2,
      cards: 3,
      keyGeneration: 4,
      createdAt: '2026-11-20T10:00:00.000Z',
      cursor: 'c',
    };
    const text = manifestText(manifest);
    expect(JSON.parse(text)).toEqual(manifest);
    expect(text).toBe(manifestText(Object.fromEntries(Object.entries(manifest).toReversed()) as typeof manifest));
    expect(manifestText({ ...manifest, signature: 'x' } as typeof manifest)).toBe(text);
  });

  test('DATA-1: the list’s table holds a key, a kind, days, a state and a number, and nothing else', () => {
    const columns = [...SNAPSHOT_TABLE.matchAll(/^ {4}(\w+) /gm)].map(([, name]) => name);
    expect(columns).toEqual(['key', 'kind', 'first_day', 'last_day', 'state', 'child_limit']);
  });

  test('no answer is a failure of its own kind', () => {
    expect(new NetworkFailure('cut')).toMatchObject({ name: 'NetworkFailure', message: 'cut' });
  });
});
