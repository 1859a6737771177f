/** Bodies of networks, organisations and sites. */
import { z } from 'zod';
import { id, instant } from '../../kernel/schemas.ts';
import { ORGANISER_TYPES } from '../../performance/performance.ts';
import { role } from '../permissions.ts';
import { sitePolicySchema, siteSchema } from './site.ts';
import { listOf, listQuery } from './list.ts';
import { line } from './text.ts';

/** What a network, an organisation or a site is called. */
const name = line(120);
/** What a site or a user logs in with: a workplace or a post, never a person (DATA-1). */
export const loginName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/);

const MOST_MUNICIPALITIES = 400;
/** A local network and its area. */
export const networkRequest = z.strictObject({ name, municipalities: z.array(name).max(MOST_MUNICIPALITIES) });
export const network = networkRequest.extend({ id });
export const networkList = listOf(network);

/** `networkId` null: of no network, such as a national agent. */
export const organisationRequest = z.strictObject({ name, networkId: id.nullable() });
export const organisation = organisationRequest.extend({ id });
export const organisationList = listOf(organisation);

/** What everybody who is logged in may know of an open site. */
export const directoryEntry = z.strictObject({
  id,
  name: z.string(),
  type: z.enum(ORGANISER_TYPES),
  networkId: id.nullable(),
  roles: z.array(role),
});
export const directoryList = listOf(directoryEntry);

/** What a coordinator or an administrator sets of a site. */
export const siteRequest = z.strictObject({
  name,
  type: z.enum(ORGANISER_TYPES),
  networkId: id.nullable(),
  organisationId: id.nullable(),
  /** One site may hold several (USE-2). */
  roles: z.array(role),
});
export const newSiteRequest = siteRequest.extend({ login: loginName });

/** What a site sets for itself. */
export const settingsRequest = z.strictObject({
  policy: sitePolicySchema,
  /** As an organiser: support persons come along free (ASSIST-1). */
  supportPersons: z.boolean(),
});

export const siteDetail = siteSchema.extend({
  networkId: id.nullable(),
  organisationId: id.nullable(),
  roles: z.array(role),
  ...settingsRequest.shape,
  /** Nobody logs in, and its desks may only deliver; null: open. */
  closedAt: instant.nullable(),
});
export type SiteDetail = z.infer<typeof siteDetail>;
/** `networkId`: of one network only; left out: as far as the caller reaches. */
export const sitesQuery = listQuery.extend({ networkId: id.optional() });
export const siteList = listOf(siteDetail);

/** Names a ticket agent of an organiser, or takes the name back (USE-2). */
export const agentRequest = z.strictObject({ agentId: id, acts: z.boolean() });
export const agentList = z.strictObject({ items: z.array(z.strictObject({ id, name: z.string() })) });
