/** Who is logged in, and how far each call reaches. */
import { ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Endpoint } from '../../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { SCOPES, type Role, type Scope } from '../../../src-shared/registry-api/permissions.ts';
import type { Site } from '../../../src-shared/registry-api/bodies/site.ts';
import type { Tx } from '../../db/database.ts';
import { clientsOf } from './named-agents.ts';
import { sessionEnd } from './sessions.ts';

interface LoggedIn {
  readonly userId: string;
  readonly userLogin: string;
  readonly site: Site;
  readonly networkId: string | null;
  readonly roles: readonly Role[];
  readonly sessionHash: Buffer;
}

/** What the screen of a logged-in user needs to know of its rights. */
export async function whoAmI(
  tx: Tx,
  { userId, userLogin, site, networkId, roles, sessionHash }: LoggedIn,
): Promise<Result<AnswerOf<'whoAmI'>, never>> {
  return ok({
    site,
    user: { id: userId, login: userLogin },
    roles: [...roles],
    networkId,
    clients: await clientsOf(tx, site.id),
    expiresAt: await sessionEnd(tx, sessionHash),
    reach: reachOf(roles),
  });
}

function reachOf(roles: readonly Role[]): Record<string, Scope> {
  const reach: Record<string, Scope> = {};
  for (const [name, { access }] of Object.entries<Endpoint>(ENDPOINTS)) {
    if (typeof access === 'string') continue;
    const scopes = roles.map((role) => access[role]);
    const furthest = SCOPES.findLast((scope) => scopes.includes(scope));
    if (furthest !== undefined) reach[name] = furthest;
  }
  return reach;
}
