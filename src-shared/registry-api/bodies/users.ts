/** Bodies of users, of a site's desks, and of the history of changes. */
import { z } from 'zod';
import { count, id, instant } from '../../kernel/schemas.ts';
import { loginName } from './sites.ts';
import { exactLine } from './text.ts';

export const newUserRequest = z.strictObject({ login: loginName });
export const user = z.strictObject({
  id,
  login: z.string(),
  mustChangePassword: z.boolean(),
  /** Null: may log in. */
  closedAt: instant.nullable(),
});
export const userList = z.strictObject({ items: z.array(user) });

/** The password is shown this once: only its hash is kept. It is good for nothing but setting one's own. */
export const temporaryPassword = z.strictObject({ userId: id, login: z.string(), password: z.string() });

/** A desk as its site sees it, and how far its present ledger has arrived. */
export const siteDesk = z.strictObject({
  id,
  name: z.string(),
  enrolledAt: instant,
  /** Null: before there were users. */
  enrolledBy: z.string().nullable(),
  revokedAt: instant.nullable(),
  epoch: z.strictObject({
    id,
    /** Null: in use. */
    frozen: z.string().nullable(),
    /** Everything up to this event has arrived. */
    arrived: count,
    /** The last event that the registry has heard of; more than `arrived`: some are missing in between. */
    last: count,
    lastReceivedAt: instant.nullable(),
  }),
});
export const siteDeskList = z.strictObject({ items: z.array(siteDesk) });

const MOST_CHANGES = 500;
/** Newest first. `before`: the `next` of the page before. `subjectId`: only what was done to this one thing. */
export const historyQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  subjectId: z.union([id, exactLine(100)]).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_CHANGES).default(100),
});

const namedSite = z.strictObject({ id, name: z.string() });
/** Who changed what, and for whom (DATA-2, USE-2). */
export const historyItem = z.strictObject({
  number: z.int(),
  at: instant,
  /** Null: a job of the registry's own. */
  user: z.string().nullable(),
  site: namedSite.nullable(),
  /** The site that it was done for, where that is another one. */
  forSite: namedSite.nullable(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type HistoryItem = z.infer<typeof historyItem>;
export const historyPage = z.strictObject({ items: z.array(historyItem), next: z.int().nullable() });
