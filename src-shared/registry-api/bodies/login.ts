/** Bodies of log-in. */
import { z } from 'zod';
import { id, instant } from '../../kernel/schemas.ts';
import { role } from '../permissions.ts';
import { exactLine } from './text.ts';
import { siteSchema } from './site.ts';

/** What a site's first user is called, unless it was given another name. */
export const FIRST_USER = 'main';
/** Log-in of a site's user. */
export const loginRequest = z.strictObject({
  site: exactLine(100),
  user: exactLine(100).default(FIRST_USER),
  password: z.string().min(1).max(200),
});
export const loginAnswer = z.strictObject({
  token: z.string(),
  expiresAt: instant,
  site: siteSchema,
  user: z.strictObject({ id, login: z.string() }),
  roles: z.array(role),
  /** The password was set by somebody else: the session is good for nothing but setting one's own. */
  mustChangePassword: z.boolean(),
});
