/** docs/roles.md: which roles may make which call, and how far each reaches; made from the table of calls. */
import { CARD_CALLS } from '../../src-shared/registry-api/calls/cards.ts';
import { DESK_CALLS } from '../../src-shared/registry-api/calls/desk.ts';
import { LEASE_CALLS } from '../../src-shared/registry-api/calls/leases.ts';
import { OFFER_CALLS } from '../../src-shared/registry-api/calls/offer.ts';
import { OPERATION_CALLS } from '../../src-shared/registry-api/calls/operation.ts';
import { PEOPLE_CALLS } from '../../src-shared/registry-api/calls/people.ts';
import { STATISTICS_CALLS } from '../../src-shared/registry-api/calls/statistics.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { ROLES, type Scope } from '../../src-shared/registry-api/permissions.ts';
import { page, table } from './page.ts';

const PARTS: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  'People and places': PEOPLE_CALLS,
  Cards: CARD_CALLS,
  'Performances, agents, reports, rule sets': OFFER_CALLS,
  'Leases and keys': LEASE_CALLS,
  Statistics: STATISTICS_CALLS,
  Desks: DESK_CALLS,
  Operation: OPERATION_CALLS,
};

const REACHES: Readonly<Record<Scope, string>> = {
  own: 'own site',
  clients: 'own site and its client organisers',
  network: 'own network',
  all: 'everywhere',
};

/** The page. A call that no part holds is a bug: it would not be on it. */
export function rolesPage(): string {
  const shown = Object.values(PARTS).flatMap((calls) => Object.keys(calls));
  const once = new Set(shown);
  if (once.size < shown.length) throw new Error('two parts of the table have a call of the same name');
  const missing = Object.keys(ENDPOINTS).filter((name) => !once.has(name));
  if (missing.length > 0) throw new Error(`not on the page of roles: ${missing.join(', ')}`);
  return page('Who may do what', [
    'A user acts with the roles of its site. A site may have several roles (USE-2): the one that reaches furthest counts. An empty cell: the call is refused, 403 `auth.forbidden`, before its body is read. Outside of its reach a call is refused with the same code. `test/registry/permissions.test.ts` tries every cell of these tables, from the own site, for an organiser that has named the site as its agent, for another site of the same network and for one elsewhere.',
    [
      '- *own site*: what belongs to the user’s own site;',
      '- *own site and its client organisers*: that, and what belongs to organisers that have named the site as their agent;',
      '- *own network*: what belongs to any site of the network, the own site too; a site of no network reaches itself alone;',
      '- *everywhere*: the whole country.',
    ].join('\n'),
    'Beyond the tables: a site that has the administrator’s role, and its users, are changed by administrators alone, also within a coordinator’s network; nobody but an administrator gives that role, or moves a site to another network. What a coordinator does for a site of its network is attributed to both (USE-2, DATA-2).',
    ...Object.entries(PARTS).flatMap(([title, calls]) => partOf(title, Object.entries(calls))),
    others('Every logged-in user', 'session'),
    others('Every logged-in user, also while a temporary password must be changed first', 'any-session'),
    others('Every enrolled desk', 'desk'),
    others('Every enrolled desk, also when it has been revoked', 'revoked-desk'),
    others('Everybody, without a token', 'public'),
  ]);
}

function partOf(title: string, calls: readonly (readonly [string, Endpoint])[]): string[] {
  const rows = calls.flatMap(([name, { access, summary }]) =>
    typeof access === 'string'
      ? []
      : [
          [
            `${summary} (\`${name}\`)`,
            ...ROLES.map((role) => {
              const scope = access[role];
              return scope === undefined ? '' : REACHES[scope];
            }),
          ],
        ],
  );
  return rows.length === 0 ? [] : [`## ${title}`, table(['call', ...ROLES], rows)];
}

function others(title: string, wanted: Endpoint['access']): string {
  const calls = Object.entries<Endpoint>(ENDPOINTS).filter(([, { access }]) => access === wanted);
  return `## ${title}\n\n${calls.map(([name, { summary }]) => `- ${summary} (\`${name}\`)`).join('\n')}`;
}
