/** The OpenAPI 3.1 document, made from the table of calls. */
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import { id } from '../kernel/schemas.ts';
import { problemSchema } from './problems.ts';

type JsonObject = Record<string, unknown>;

/** The document of the national interface; `url` is where it is served. */
export function openApiDocument(url: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(operationId, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kaikukanta desk interface',
      version: '1.0.0',
      summary: 'What a ticket desk needs of the national register of Kaikukortti cards and their use',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
  };
}

function operation(operationId: string, endpoint: Endpoint): JsonObject {
  const inPath = pathParameters(endpoint);
  const parameters = [...inPath, ...queryParameters(endpoint.query)];
  return {
    operationId,
    summary: endpoint.summary,
    security: endpoint.access === 'public' ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }),
    responses: {
      200: { description: 'Done', content: content(endpoint.answer) },
      default: {
        description: 'A problem (RFC 9457) with a stable code',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function pathParameters({ path, parameters }: Endpoint): JsonObject[] {
  const known =
    parameters === undefined ? {} : (schemaOf(parameters, 'input') as { properties?: JsonObject }).properties;
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: known?.[name] ?? schemaOf(id, 'input'),
  }));
}

function queryParameters(query: z.ZodType | undefined): JsonObject[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: JsonObject;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function content(answer: Endpoint['answer']): JsonObject {
  if (typeof answer === 'string') return { [answer]: {} };
  return { 'application/json': { schema: schemaOf(answer, 'output') } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
