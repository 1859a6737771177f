/** The pages that are made: of docs/, from the contracts' schemas, the sheet of demo cards, and the blank for paper. */
import { z } from 'zod';
import { REASONS } from '../../src-shared/acquisition/reasons.ts';
import { COMMANDS, type Command } from '../../src-shared/desk-api/commands.ts';
import { DESK_ERRORS } from '../../src-shared/desk-api/errors.ts';
import { push, reply, request } from '../../src-shared/desk-api/envelope.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../../src-shared/registry-api/endpoints.ts';
import { ownProblemsOf, problemsOf } from '../../src-shared/registry-api/call-problems.ts';
import { forWhom, openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { PROBLEMS } from '../../src-shared/registry-api/problems.ts';
import { CONFLICTS } from '../../src-shared/registry-api/bodies/delivery.ts';
import { CONTRACT_VERSION, VERSIONING } from '../../src-shared/registry-api/versioning.ts';

import { demoSheet } from './demo-sheet.ts';
import { page, table } from './page.ts';
import { paperForm } from './paper-form.ts';
import { rolesPage } from './roles-page.ts';

type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
};

/** Every generated page by its path below the package's root. */
export function contractPages(): Record<string, string> {
  return {
    'docs/openapi.json': `${JSON.stringify(openApiDocument('http://127.0.0.1'), null, 2)}\n`,
    'docs/registry-contract.md': registryPage(),
    'docs/desk-contract.md': deskPage(),
    'docs/roles.md': rolesPage(),
    'docs/paper-form.html': paperForm(),
    'resources/demo/cards.html': demoSheet(),
  };
}

function registryPage(): string {
  const calls = Object.entries<Endpoint>(ENDPOINTS).map(([name, endpoint]) => {
    const { method, path, access, summary, query, body, answer } = endpoint;
    const codes = problemsOf(endpoint, ownProblemsOf(name as EndpointName));
    return [
      `### ${name}: \`${method} ${path}\``,
      `${summary}. For ${forWhom(access)}.`,
      ...(query === undefined ? [] : [block('query', query, 'input')]),
      ...(body === undefined ? [] : [block('body', body, 'input')]),
      typeof answer === 'string' ? `Answers \`${answer}\`.` : block('answer', answer, 'output'),
      `Problems: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    ].join('\n\n');
  });
  return page('The registry contract', [
    `Version ${CONTRACT_VERSION}. What ticket desks, and the sites behind them, need of the national registry. The same, for machines: [openapi.json](openapi.json), served by every registry at \`/openapi.json\`.`,
    'Errors are `application/problem+json` (RFC 9457) with a stable `code`. Codes, kinds of conflict and reason codes are only ever added to.',
    '## Versions: what may change',
    ...VERSIONING,
    '## Files of statistics',
    'Files are `text/csv` as RFC 4180 has it, in UTF-8 with a byte order mark and with a semicolon between fields, since that is what a spreadsheet opens as columns in Finland. Text that a spreadsheet would take for a formula has an apostrophe before it. `..` stands for a figure that is withheld.',
    '## Calls',
    ...calls,
    '## Problem codes',
    table(
      ['code', 'status'],
      Object.entries(PROBLEMS).map(([code, status]) => [`\`${code}\``, String(status)]),
    ),
    '## Kinds of conflict',
    CONFLICTS.map((kind) => `- \`${kind}\``).join('\n'),
  ]);
}

function deskPage(): string {
  const commands = Object.entries<Command>(COMMANDS).map(([name, { payload, answer }]) =>
    [`### ${name}`, block('payload', payload, 'input'), block('answer', answer, 'output')].join('\n\n'),
  );
  return page('The desk contract', [
    'Between the screen and the desk, the same over Electron’s IPC and over the web host’s socket. Both ends validate every message.',
    'Over the socket the first message is `{"token":"…"}` and the desk answers `{"welcome":true}`.',
    '## Envelope',
    block('screen → desk', request, 'input'),
    block('desk → screen, for a request', reply, 'output'),
    block('desk → screen, unasked', push, 'output'),
    '## Commands',
    ...commands,
    '## Error codes',
    DESK_ERRORS.map((code) => `- \`${code}\``).join('\n'),
    '## Reason codes of a verdict, most severe first',
    table(
      ['code', 'severity', 'rule'],
      Object.entries(REASONS).map(([code, { severity, rule }]) => [`\`${code}\``, severity, rule]),
    ),
  ]);
}

function block(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  return `\`\`\`ts\n// ${title}\n${typeOf(z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema, '')}\n\`\`\``;
}

/** A JSON Schema in TypeScript's words, as far as ours go. */
function typeOf(schema: JsonSchema, indent: string): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((choice) => typeOf(choice, indent)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return `Array<${typeOf(schema.items ?? {}, indent)}>`;
  if (schema.type === 'object') return objectType(schema, indent);
  if (schema.format !== undefined && schema.type === 'string') return `string /* ${schema.format} */`;
  return schema.type === undefined ? 'unknown' : String(schema.type);
}

function objectType({ properties, required = [], additionalProperties }: JsonSchema, indent: string): string {
  if (properties === undefined) {
    return `Record<string, ${typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'}>`;
  }
  const deeper = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, value]) => `${deeper}${name}${required.includes(name) ? '' : '?'}: ${typeOf(value, deeper)};`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}
