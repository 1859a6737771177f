/** Texts in requests, every field of every call: what PostgreSQL and JSON cannot hold is refused by the contract, never a 5xx. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problemOf } from '../../src-registry/http/problems.ts';
import { machineClock } from '../../src-registry/real-ports.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import type { JsonSchema } from '../../src-shared/registry-api/example.ts';
import { SPOILERS } from '../fuzz/abuse.ts';
import { operations, type Operation } from '../fuzz/requests.ts';
import { endConnections, send } from '../fuzz/send.ts';
import { knowledgeOf } from '../fuzz/world.ts';
import { startTestRegistry } from './helpers/registry.ts';

/** Never stored or looked for as they are: hashed, parsed as a card's code, or a cursor. */
const OPEN =
  /^(?:login\.password|setPassword\.(?:present|wanted)|\w+\.after|demoCard\.code|\w+\..*\bcode|recordBatch\.codes\.(?:codes|first|last))$/;
const SPOILED = ['\u0000', '\uD800', '\uDC00'];

type Walked = JsonSchema & { readonly pattern?: string };

/** Every text of a schema by its dotted name, with all choices. */
function* textsOf(schema: Walked, name: string): Generator<[string, Walked]> {
  if (schema.type === 'string' && schema.enum === undefined && schema.const === undefined) yield [name, schema];
  for (const choice of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    yield* textsOf(choice, name);
  }
  if (schema.items !== undefined) yield* textsOf(schema.items, name);
  for (const [key, each] of Object.entries(schema.properties ?? {})) yield* textsOf(each, `${name}.${key}`);
  if (typeof schema.additionalProperties === 'object') yield* textsOf(schema.additionalProperties, name);
}

test('every text of every body and query is bounded by a pattern that takes no NUL and no half of a character', () => {
  const open: string[] = [];
  let bounded = 0;
  for (const [name, { body, query }] of Object.entries<Endpoint>(ENDPOINTS)) {
    for (const part of [body, query]) {
      if (part === undefined) continue;
      const schema = z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }) as Walked;
      for (const [field, { pattern }] of textsOf(schema, name)) {
        if (OPEN.test(field)) continue;
        const takes = (text: string) => pattern === undefined || new RegExp(pattern, 'u').test(text);
        if (SPOILED.some((each) => takes(each) || takes(`a${each}`) || takes(`${each}a`))) open.push(field);
        else bounded++;
      }
    }
  }
  expect(open).toEqual([]);
  expect(bounded).toBeGreaterThan(100);
});

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
beforeAll(async () => {
  registry = await startTestRegistry(machineClock);
});
afterAll(() => {
  endConnections();
  return registry.close();
});

/** The value with one text at a time spoiled by `spoiler`. */
function* spoiledEach(value: unknown, spoiler: string): Generator<unknown> {
  if (typeof value === 'string') {
    yield value + spoiler;
    yield spoiler;
  } else if (Array.isArray(value)) {
    for (const [at, each] of (value as unknown[]).entries()) {
      for (const spoiled of spoiledEach(each, spoiler)) yield (value as unknown[]).with(at, spoiled);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      for (const spoiled of spoiledEach(each, spoiler)) yield { ...value, [key]: spoiled };
    }
  }
}

function* requestsOf({ body, parameters }: Operation): Generator<{ query: string; body: Buffer | null }> {
  const good = body === undefined ? null : Buffer.from(JSON.stringify(body));
  for (const spoiler of SPOILERS) {
    for (const each of spoiledEach(body, spoiler)) yield { query: '', body: Buffer.from(JSON.stringify(each)) };
    for (const { name, in: where, example } of parameters) {
      // Half a character has no form in an address.
      if (where !== 'query' || !spoiler.isWellFormed()) continue;
      yield { query: `?${name}=${encodeURIComponent(String(example) + spoiler)}`, body: good };
      yield { query: `?${name}=${encodeURIComponent(spoiler)}`, body: good };
    }
  }
}

test('a text that is spoiled, in any field of any call, is never answered with a 5xx', async () => {
  const { tokens } = await knowledgeOf(registry);
  const wrong: string[] = [];
  let sent = 0;
  for (const operation of operations()) {
    const token = tokens.get(operation.takes.at(-1) ?? 'nobody') ?? '';
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      String(operation.parameters.find((each) => each.in === 'path' && each.name === name)?.example),
    );
    for (const { query, body } of requestsOf(operation)) {
      const headers = [
        ['authorization', `Bearer ${token}`],
        ...(body === null ? [] : [['content-type', 'application/json'] as const]),
      ] as const;
      const { method } = operation;
      const request = { operation, method, path: path + query, headers, body, raw: null };
      const { status, text } = await send(registry.url, request as Parameters<typeof send>[1]);
      sent++;
      if (status >= 500 || status === 0)
        wrong.push(`${operation.operationId} ${status} ${text} ${query} ${String(body)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(sent).toBeGreaterThan(500);
}, 120_000);

test('what PostgreSQL cannot take is the request’s fault, and what it lost to others may be tried again', () => {
  const failure = (code: string) => Object.assign(new Error('x'), { code });
  for (const code of ['22021', '22P02', '22P05', '22003', '22007', '22008']) {
    expect(problemOf(failure(code))).toBe('request.malformed');
  }
  for (const code of ['40001', '40P01']) expect(problemOf(failure(code))).toBe('server.unavailable');
  for (const code of ['22012', '23505', '42601']) expect(problemOf(failure(code))).toBe('server.error');
});
