/** What the fuzzer knows of a registry: tokens of every kind, ids of what is there. */
import { randomUUID } from 'node:crypto';
import { ROLES } from '../../src-shared/registry-api/permissions.ts';
import { revokeDesk } from '../../src-registry/services/desks/desks.ts';
import type { RunningRegistry } from '../../src-registry/start.ts';
import { addSite } from '../registry/cells/world.ts';
import { call } from '../registry/helpers/call.ts';
import { rows } from '../registry/helpers/registry.ts';
import { DEMO_SITES } from '../../src-registry/demo/demo-data.ts';
import { hashPassword } from '../../src-registry/services/people/passwords.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import type { Known, TokenKind } from './requests.ts';

const MOST_IDS = 40;
const TABLES = [
  'sites',
  'users',
  'desks',
  'epochs',
  'performances',
  'networks',
  'organisations',
  'card_batches',
  'cards',
  'reports',
];

/** New sites of every role, two with a desk, of which one has been revoked; ids out of every table. */
export async function knowledgeOf(registry: RunningRegistry): Promise<Known> {
  const { database, context } = registry.services;
  const tokens = new Map<TokenKind, string>([['nobody', 'A'.repeat(43)]]);
  const ids: string[] = [randomUUID()];
  for (const role of ROLES) {
    const site = await addSite(registry, `fuzz-${randomUUID()}`, DEMO_SITES.networks[0]!.id, [role]);
    tokens.set(role, site.token);
    ids.push(site.id);
  }
  for (const [role, kind] of [
    ['culture-actor', 'desk'],
    ['coordinator', 'revoked desk'],
  ] as const) {
    const body = { requestId: randomUUID(), deskName: 'Fuzz' };
    const enrolment = await call(registry.url, 'enrol', { token: tokens.get(role)!, body });
    tokens.set(kind, enrolment.token);
    ids.push(enrolment.deskId, enrolment.epoch);
    if (kind === 'revoked desk') await database.transaction((tx) => revokeDesk(tx, context, enrolment.deskId));
  }
  const { url } = registry.database;
  await rows(url, `UPDATE users SET password_hash = $1 WHERE password_hash = ''`, [await someHash]);
  for (const table of TABLES) {
    const found = await rows<{ id: string }>(url, `SELECT id FROM ${table} ORDER BY id DESC LIMIT ${MOST_IDS}`);
    ids.push(...found.map(({ id }) => id));
  }
  return { tokens, ids };
}

/** Of a password that nobody guesses. */
const someHash = hashPassword(randomUUID(), machineRandom);
