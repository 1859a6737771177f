/** Bodies of log-in and of what a user does about the own session and password. */
import { z } from 'zod';
import { id, instant } from '../../kernel/schemas.ts';
import { role, SCOPES } from '../permissions.ts';
import { siteSchema } from './site.ts';

/** Long enough for any phrase, short enough that hashing one costs nobody's time. */
const MOST_PASSWORD_LENGTH = 200;
export const passwordText = z.string().min(1).max(MOST_PASSWORD_LENGTH);

/** Sets one's own password. The present one is asked for again: an unwatched session must not be enough. */
export const passwordRequest = z.strictObject({ present: passwordText, wanted: passwordText });

export const done = z.strictObject({ done: z.literal(true) });

/** Who is logged in, and how far every call reaches for this site. */
export const whoAmIAnswer = z.strictObject({
  site: siteSchema,
  user: z.strictObject({ id, login: z.string() }),
  roles: z.array(role),
  /** Null: of no network. */
  networkId: id.nullable(),
  /** Organisers that have named the site as their agent (USE-2). */
  clients: z.array(z.strictObject({ id, name: z.string() })),
  expiresAt: instant,
  /** By the name of the call; one that is missing is not for this site. */
  reach: z.record(z.string(), z.enum(SCOPES)),
});
