/** Requests to abuse a registry with: made from its OpenAPI document, one from each seed. */
import type { Access } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../../src-shared/registry-api/endpoints.ts';
import { ROLES, type Role } from '../../src-shared/registry-api/permissions.ts';
import { openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { anyBytes, anyHeaders, anyRaw, anyText, mutated } from './abuse.ts';
import { chanceOf, type Chance } from './chance.ts';

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly example: unknown }[];
  readonly body: unknown;
  /** Codes that the document lists. */
  readonly codes: ReadonlySet<string>;
  /** Whose tokens it takes; empty: anybody's. */
  readonly takes: readonly TokenKind[];
}

export interface FuzzRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** Sent as it is, past any HTTP library. */
  readonly raw: Buffer | null;
}

export type TokenKind = Role | 'desk' | 'revoked desk' | 'nobody';

/** What a request may name: tokens of every kind and ids of what there is. */
export interface Known {
  readonly tokens: ReadonlyMap<TokenKind, string>;
  readonly ids: readonly string[];
}

interface Described {
  readonly operationId: string;
  readonly parameters?: Operation['parameters'];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, unknown>> }>> }
    >
  >;
}

/** Every operation of the document. */
export function operations(): Operation[] {
  const paths = openApiDocument('http://127.0.0.1')['paths'] as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses }]) => ({
      operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.example,
      takes: kindsOf(ENDPOINTS[operationId as EndpointName].access),
      codes: new Set(
        Object.values(responses).flatMap(({ content }) =>
          Object.keys(content['application/problem+json']?.examples ?? {}),
        ),
      ),
    })),
  );
}

function kindsOf(access: Access): TokenKind[] {
  if (access === 'public') return [];
  if (access === 'desk') return ['desk'];
  if (access === 'revoked-desk') return ['desk', 'revoked desk'];
  return typeof access === 'string' ? [...ROLES] : ROLES.filter((role) => access[role] !== undefined);
}

/** The request of a seed. */
export function requestOf(seed: number, all: readonly Operation[], known: Known): FuzzRequest {
  const chance = chanceOf(seed);
  const operation = chance.pick(all);
  const kinds = operation.takes.length === 0 || chance.oneIn(4) ? [...known.tokens.keys()] : operation.takes;
  const token = known.tokens.get(chance.pick(kinds)) ?? '';
  const path = pathOf(operation, chance, known);
  const headers: [string, string][] = chance.oneIn(12) ? [] : [['authorization', `Bearer ${token}`]];
  const raw = chance.oneIn(25) ? anyRaw(chance, path.replaceAll(/[^\x21-\x7e]/g, ''), token) : null;
  const method = chance.oneIn(20)
    ? chance.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])
    : operation.method;
  const body = bodyOf(operation, chance, known);
  if (body !== null) headers.push(['content-type', 'application/json']);
  if (chance.oneIn(6)) {
    for (const [name, value] of anyHeaders(chance)) {
      const at = headers.findIndex(([each]) => each === name);
      if (at >= 0) headers.splice(at, 1);
      headers.push([name, value]);
    }
  }
  return { operation, method, path, headers, body, raw };
}

function pathOf({ path, parameters }: Operation, chance: Chance, { ids }: Known): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (chance.oneIn(5)) return anyText(chance) || 'x';
    const example = parameters.find((each) => each.in === 'path' && each.name === name)?.example;
    return name === 'id' || chance.oneIn(2) ? chance.pick(ids) : String(example);
  });
  const query = parameters
    .filter((each) => each.in === 'query' && !chance.oneIn(4))
    .map(({ name, example }) => {
      if (chance.oneIn(3)) return `${name}=${anyText(chance)}`;
      const value = /Id$|^after$/.test(name) && chance.oneIn(2) ? chance.pick(ids) : String(example);
      return `${name}=${encodeURIComponent(value)}${chance.oneIn(10) ? '%00' : ''}`;
    });
  if (chance.oneIn(15)) query.push(`${anyText(chance)}=${anyText(chance)}`);
  if (chance.oneIn(20) && query[0] !== undefined) query.push(query[0]);
  return filled + (query.length === 0 ? '' : `?${query.join('&')}`);
}

function bodyOf({ body, method }: Operation, chance: Chance, known: Known): Buffer | null {
  if (body === undefined) return method !== 'GET' || chance.oneIn(30) ? anyBytes(chance) : null;
  if (chance.oneIn(25)) return anyBytes(chance);
  const real = chance.oneIn(3) ? body : withIds(body, chance, known);
  const value = chance.oneIn(5) ? real : mutated(real, chance);
  return Buffer.from(JSON.stringify(value) ?? '', 'utf8');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The example with ids of what there is in place of made-up ones. */
function withIds(value: unknown, chance: Chance, known: Known): unknown {
  if (typeof value === 'string') return UUID.test(value) ? chance.pick(known.ids) : value;
  if (Array.isArray(value)) return value.map((each) => withIds(each, chance, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withIds(each, chance, known)]));
}
