/** The OpenAPI 3.1 document, made from the table of calls. */
import { z } from 'zod';
import { id } from '../kernel/schemas.ts';
import { ownProblemsOf, problemsOf } from './call-problems.ts';
import { CARD_CALLS } from './calls/cards.ts';
import { DESK_CALLS } from './calls/desk.ts';
import { LEASE_CALLS } from './calls/leases.ts';
import { OFFER_CALLS } from './calls/offer.ts';
import { OPERATION_CALLS } from './calls/operation.ts';
import { PEOPLE_CALLS } from './calls/people.ts';
import { STATISTICS_CALLS } from './calls/statistics.ts';
import type { Access, Endpoint } from './endpoint.ts';
import type { EndpointName } from './endpoints.ts';
import { exampleOf, type JsonSchema } from './example.ts';
import { EXAMPLES } from './examples.ts';
import { CONTRACT_VERSION, VERSIONING } from './versioning.ts';
import { problem, PROBLEMS, problemSchema, type ProblemCode } from './problems.ts';
import { namedSchemas, withReferences } from './schema-names.ts';
import { deliveredItem, deliveryRequest } from './bodies/delivery.ts';

type JsonObject = Record<string, unknown>;

/** The parts of the table, as tags. */
const PARTS: readonly { readonly name: string; readonly description: string; readonly calls: object }[] = [
  { name: 'operation', description: 'Whether the registry is well', calls: OPERATION_CALLS },
  {
    name: 'people',
    description: 'Sessions, networks, organisations, sites, users and their desks',
    calls: PEOPLE_CALLS,
  },
  { name: 'desk', description: 'What desks call', calls: DESK_CALLS },
  { name: 'cards', description: 'Registering cards, and what becomes of them', calls: CARD_CALLS },
  {
    name: 'offer',
    description: 'Performances, their limits, agents, shares, reports of sales, rule sets',
    calls: OFFER_CALLS,
  },
  { name: 'leases', description: 'Desks that do not come back, and keys', calls: LEASE_CALLS },
  { name: 'statistics', description: 'Statistics in real time', calls: STATISTICS_CALLS },
];

/** The document of the national interface; `url` is where it is served. */
export function openApiDocument(url: string): JsonObject {
  const schemas = namedSchemas();
  const paths: Record<string, JsonObject> = {};
  for (const { name: tag, calls } of PARTS) {
    for (const [operationId, endpoint] of Object.entries(calls as Record<string, Endpoint>)) {
      const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
      const described = operation(operationId as EndpointName, endpoint, tag);
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: described };
    }
  }
  const referring = withReferences(paths, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kaikukanta desk interface',
      version: CONTRACT_VERSION,
      summary: 'The national register of Kaikukortti cards and their use, for ticket desks and the sites behind them',
      description: VERSIONING.join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    tags: PARTS.map(({ name, description }) => ({ name, description })),
    paths: referring.value,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'Token of a logged-in user of a site: eight hours' },
        desk: { type: 'http', scheme: 'bearer', description: 'Token of an enrolled desk: until it is revoked' },
      },
      schemas: referring.schemas,
    },
  };
}

function operation(operationId: EndpointName, endpoint: Endpoint, tag: string): JsonObject {
  const example = EXAMPLES[operationId] ?? {};
  const parameters = [...pathParameters(endpoint), ...queryParameters(endpoint.query, example.query)];
  return {
    operationId,
    tags: [tag],
    summary: endpoint.summary,
    description: `For ${forWhom(endpoint.access)}.`,
    security: securityOf(endpoint.access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body === undefined ? {} : { requestBody: requestBody(endpoint, example.body) }),
    responses: {
      200: { description: 'Done', content: content(endpoint.answer, example.answer) },
      ...problemResponses(problemsOf(endpoint, ownProblemsOf(operationId))),
      default: { description: 'A problem (RFC 9457) with a stable code', content: PROBLEM_CONTENT },
    },
  };
}

/** Who may call, in words. */
export function forWhom(access: Access): string {
  switch (access) {
    case 'public':
      return 'everybody';
    case 'session':
      return 'every logged-in user';
    case 'any-session':
      return 'every logged-in user, also while the password must be changed first';
    case 'desk':
      return 'enrolled desks';
    case 'revoked-desk':
      return 'enrolled desks, also when they have been revoked';
    default:
      return Object.entries(access)
        .map(([role, reach]) => `${role} (${reach})`)
        .join(', ');
  }
}

function securityOf(access: Access): JsonObject[] {
  if (access === 'public') return [];
  return [access === 'desk' || access === 'revoked-desk' ? { desk: [] } : { session: [] }];
}

/** A response a status, with all of its codes. */
function problemResponses(codes: readonly ProblemCode[]): JsonObject {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, its]) => [
      status,
      {
        description: its.map((code) => `\`${code}\``).join(', '),
        content: {
          'application/problem+json': {
            schema: schemaOf(problemSchema, 'output'),
            examples: Object.fromEntries(its.map((code) => [code, { value: problem(code, 'In words') }])),
          },
        },
      },
    ]),
  );
}

const PROBLEM_CONTENT = { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } };

function requestBody({ body, mostBytes }: Endpoint, example: unknown): JsonObject {
  if (body === undefined) return {};
  const schema = schemaOf(body, 'input');
  return {
    required: true,
    description: `At most ${mostBytes ?? 1_048_576} bytes`,
    content: { 'application/json': { schema, example: example ?? exampleOf(schema, '') } },
  };
}

function pathParameters({ path, parameters }: Endpoint): JsonObject[] {
  const known =
    parameters === undefined ? {} : (schemaOf(parameters, 'input') as { properties?: JsonObject }).properties;
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const schema = (known?.[name] ?? schemaOf(id, 'input')) as JsonSchema;
    return { name, in: 'path', required: true, schema, example: exampleOf(schema, name) };
  });
}

function queryParameters(query: z.ZodType | undefined, examples: Readonly<JsonObject> | undefined): JsonObject[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    example: examples?.[name] ?? exampleOf(schema, name),
  }));
}

function content(answer: Endpoint['answer'], example: unknown): JsonObject {
  if (typeof answer === 'string') return { [answer]: { schema: { type: 'string' } } };
  const schema = schemaOf(answer, 'output');
  return { 'application/json': { schema, example: example ?? exampleOf(schema, '') } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject & JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Items are judged one by one, so that the body takes anything; what they should be is this.
      if (zodSchema === deliveryRequest.shape.items.element)
        Object.assign(jsonSchema, schemaOf(deliveredItem, 'input'));
    },
  });
  return rest as JsonObject & JsonSchema;
}
