/** Adding, changing, closing and reopening sites: in the own network, or everywhere (USE-2, DATA-2). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import { hasRoleFor, mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { SiteDetail } from '../../../src-shared/registry-api/bodies/sites.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { unlawfulAs } from '../offers/limits.ts';
import { isAdministered, lockAdministration } from './administration.ts';
import { isNetwork } from './networks.ts';
import { manageSite, mayGrant } from './reach.ts';
import { endSessionsOfSite } from './sessions.ts';
import { siteDetail } from './site-lists.ts';
import { publishOffer, removeAllClients, storeSite, tellOffers } from './sites.ts';

type Refused = 'auth.forbidden' | 'site.unknown' | 'network.unknown' | 'organisation.unknown';
type Changed<More extends string = never> = Promise<Result<SiteDetail, Refused | More>>;
type Caller = Actor & Rights;
type Ports = Pick<Context, 'clock' | 'ids'>;

const MOST_NAMED = 10;

/** Adds a site, with support persons along free (ASSIST-1) and unknown cards refused (CARD-4) until it sets otherwise. */
export async function addSite(
  tx: Tx,
  context: Ports,
  caller: Caller,
  { login, ...body }: BodyOf<'addSite'>,
): Changed<'site.login-taken'> {
  const siteId = context.ids.next();
  if (!mayAct(caller, ENDPOINTS.addSite.access, { siteId, networkId: body.networkId })) return fail('auth.forbidden');
  if (!mayGrant(caller, body.roles)) return fail('auth.forbidden');
  const missing = await missingPlace(tx, caller, body, null);
  if (missing !== null) return fail(missing);
  const settings = { policy: { provisional: 'off' as const }, supportPersons: true };
  // Two at once with one name: the second waits here, and is told.
  const added = await tx.query(
    `INSERT INTO sites (id, login, name, type, support_persons, policy) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (login) DO NOTHING RETURNING 1`,
    [siteId, login, body.name, body.type, settings.supportPersons, settings.policy],
  );
  if (added.length === 0) return fail('site.login-taken');
  await store(tx, { id: siteId, login, ...settings }, body);
  await note(tx, context, caller, 'addSite', siteId, { login, ...body });
  return ok(await siteDetail(tx, siteId));
}

/**
 * Changes a site; only an administrator moves it to another network. One that is no agent any more sells for nobody else:
 * its clients have to name it anew. The desks of one that may enrol none any more are as good as revoked.
 * `site.offer-unlawful`: of another type some of its coming performances would break a rule; `why` names the first of them.
 */
export async function changeSite(
  tx: Tx,
  context: Ports,
  caller: Caller,
  siteId: string,
  body: BodyOf<'changeSite'>,
): Changed<'user.last-administrator' | 'site.offer-unlawful'> {
  const reached = await manageSite(tx, caller, ENDPOINTS.changeSite.access, siteId);
  if (!reached.ok) return reached;
  // A coordinator's site that was moved would coordinate another network.
  const stays = body.networkId === reached.value.networkId;
  if (!(stays || caller.roles.includes('administrator')) || !mayGrant(caller, body.roles))
    return fail('auth.forbidden');
  const before = await siteDetail(tx, siteId);
  const missing = await missingPlace(tx, caller, body, before.organisationId);
  if (missing !== null) return fail(missing);
  const unlawful = body.type === before.type ? [] : await unlawfulAs(tx, context, siteId, body.type);
  if (unlawful.length > 0) return fail('site.offer-unlawful', { why: unlawful.slice(0, MOST_NAMED).join(' ') });
  const administers = await lockAdministration(tx, siteId);
  await note(tx, context, caller, 'changeSite', siteId, body);
  const changed = await store(tx, before, body);
  if (administers && !(await isAdministered(tx))) return fail('user.last-administrator');
  if (!hasRoleFor(body, ENDPOINTS.enrol.access)) await announceDesks(tx, siteId);
  const organiserIds = body.roles.includes('ticket-agent') ? [] : await removeAllClients(tx, context, siteId);
  await tellOffers(tx, changed ? [siteId] : [], { agentId: siteId, organiserIds });
  return ok(await siteDetail(tx, siteId));
}

/** Changes what a site sets for itself; desks hear of support persons at once, of the policy when they next ask. */
export async function setSettings(
  tx: Tx,
  context: Ports,
  caller: Caller,
  siteId: string,
  { policy, supportPersons }: BodyOf<'setSettings'>,
): Changed {
  const reached = await manageSite(tx, caller, ENDPOINTS.setSettings.access, siteId);
  if (!reached.ok) return reached;
  await note(tx, context, caller, 'setSettings', siteId, { policy, supportPersons });
  const { supportPersons: before } = await siteDetail(tx, siteId);
  await tx.query('UPDATE sites SET policy = $2, support_persons = $3 WHERE id = $1', [siteId, policy, supportPersons]);
  const detail = await siteDetail(tx, siteId);
  if (supportPersons !== before) await publishOffer(tx, siteId);
  return ok(detail);
}

/** Closes a site: its sessions end at once, its desks are as good as revoked. One that is closed stays so. */
export async function closeSite(
  tx: Tx,
  context: Ports,
  caller: Caller,
  siteId: string,
): Changed<'user.last-administrator'> {
  const reached = await manageSite(tx, caller, ENDPOINTS.closeSite.access, siteId);
  if (!reached.ok) return reached;
  const administers = await lockAdministration(tx, siteId);
  const closed = await tx.query('UPDATE sites SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL RETURNING 1', [
    siteId,
    new Date(context.clock.now()),
  ]);
  if (administers && !(await isAdministered(tx))) return fail('user.last-administrator');
  if (closed.length > 0) await note(tx, context, caller, 'closeSite', siteId, {});
  await endSessionsOfSite(tx, siteId);
  await announceDesks(tx, siteId);
  return ok(await siteDetail(tx, siteId));
}

/** Ends the streams of a site's desks, which are as good as revoked. */
async function announceDesks(tx: Tx, siteId: string): Promise<void> {
  const desks = await tx.query<{ id: string }>('SELECT id FROM desks WHERE site_id = $1', [siteId]);
  tx.announce({ revoked: desks.map(({ id }) => id) });
}

/** Opens a closed site again: its users log in anew. */
export async function reopenSite(tx: Tx, context: Ports, caller: Caller, siteId: string): Changed {
  const reached = await manageSite(tx, caller, ENDPOINTS.reopenSite.access, siteId);
  if (!reached.ok) return reached;
  const opened = await tx.query(
    'UPDATE sites SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL RETURNING 1',
    [siteId],
  );
  if (opened.length > 0) await note(tx, context, caller, 'reopenSite', siteId, {});
  return ok(await siteDetail(tx, siteId));
}

type Kept = Pick<SiteDetail, 'id' | 'login' | 'policy' | 'supportPersons'>;

async function store(tx: Tx, kept: Kept, body: BodyOf<'changeSite'>): Promise<boolean> {
  const { name, type, networkId, organisationId, roles } = body;
  const { id, login, policy, supportPersons } = kept;
  await tx.query('UPDATE sites SET organisation_id = $2 WHERE id = $1', [id, organisationId]);
  return storeSite(tx, { id, login, name, type }, { policy, supportPersons }, { networkId, roles });
}

/** What is not there of the place that a site is to get, or is another network's; it may keep the organisation that it has. */
async function missingPlace(
  tx: Tx,
  caller: Caller,
  { networkId, organisationId }: Pick<BodyOf<'changeSite'>, 'networkId' | 'organisationId'>,
  present: string | null,
): Promise<'network.unknown' | 'organisation.unknown' | 'auth.forbidden' | null> {
  if (!(await isNetwork(tx, networkId))) return 'network.unknown';
  if (organisationId === null) return null;
  const [found] = await tx.query<{ id: string; networkId: string | null }>(
    'SELECT id, network_id AS "networkId" FROM organisations WHERE id = $1',
    [organisationId],
  );
  if (found === undefined) return 'organisation.unknown';
  const isOthers = found.networkId !== null && found.networkId !== caller.networkId && found.id !== present;
  return isOthers && !caller.roles.includes('administrator') ? 'auth.forbidden' : null;
}

function note(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Caller,
  action: string,
  siteId: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  return noteChange(tx, context, caller, { action, forSiteId: siteId, subjectKind: 'site', subjectId: siteId, detail });
}
