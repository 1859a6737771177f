/** Networks and organisations: listed for everybody who is logged in, changed by those who grant access. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf, type BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { pageByIds, type PageQuery } from '../pages.ts';
import { putNetwork as storeNetwork } from './sites.ts';

/** All networks, in the order of their ids. */
export async function listNetworks(tx: Tx, { after, limit }: PageQuery): Promise<Result<AnswerOf<'networks'>, never>> {
  const rows = await tx.query<AnswerOf<'putNetwork'>>(
    'SELECT id, name, municipalities FROM networks WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
    [after ?? null, limit + 1],
  );
  return ok(pageByIds(rows, limit));
}

/** Adds a network or changes it. */
export async function putNetwork(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor,
  id: string,
  body: BodyOf<'putNetwork'>,
): Promise<Result<AnswerOf<'putNetwork'>, 'network.name-taken'>> {
  // Two at once with one name: the second waits here, and is told.
  await tx.query('LOCK TABLE networks IN SHARE ROW EXCLUSIVE MODE');
  const taken = await tx.query('SELECT FROM networks WHERE name = $1 AND id <> $2', [body.name, id]);
  if (taken.length > 0) return fail('network.name-taken');
  await storeNetwork(tx, { id, ...body });
  await noteChange(tx, context, caller, { action: 'putNetwork', subjectKind: 'network', subjectId: id, detail: body });
  return ok({ id, ...body });
}

/** All organisations, in the order of their ids. */
export async function listOrganisations(
  tx: Tx,
  { after, limit }: PageQuery,
): Promise<Result<AnswerOf<'organisations'>, never>> {
  const rows = await tx.query<AnswerOf<'putOrganisation'>>(
    `SELECT id, name, network_id AS "networkId" FROM organisations
     WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [after ?? null, limit + 1],
  );
  return ok(pageByIds(rows, limit));
}

/** Adds an organisation or changes it; whoever moves it must reach both networks. */
export async function putOrganisation(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor & Rights,
  id: string,
  body: BodyOf<'putOrganisation'>,
): Promise<Result<AnswerOf<'putOrganisation'>, 'auth.forbidden' | 'network.unknown'>> {
  const [kept] = await tx.query<{ networkId: string | null }>(
    'SELECT network_id AS "networkId" FROM organisations WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  const places = kept === undefined ? [body] : [kept, body];
  const { access } = ENDPOINTS.putOrganisation;
  // An organisation is no site: only a network or everything reaches it.
  if (!places.every(({ networkId }) => mayAct(caller, access, { siteId: '', networkId })))
    return fail('auth.forbidden');
  if (!(await isNetwork(tx, body.networkId))) return fail('network.unknown');
  await tx.query(
    `INSERT INTO organisations (id, name, network_id) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, network_id = excluded.network_id`,
    [id, body.name, body.networkId],
  );
  const subject = { subjectKind: 'organisation', subjectId: id } as const;
  await noteChange(tx, context, caller, { action: 'putOrganisation', ...subject, detail: body });
  return ok({ id, ...body });
}

/** Whether there is such a network; null, for none, is all right. */
export async function isNetwork(tx: Tx, networkId: string | null): Promise<boolean> {
  if (networkId === null) return true;
  return (await tx.query('SELECT FROM networks WHERE id = $1', [networkId])).length > 0;
}
