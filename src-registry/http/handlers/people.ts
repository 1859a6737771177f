/** Sessions, networks, organisations, sites, users, desks. */
import { fail } from '../../../src-shared/kernel/result.ts';
import type { PEOPLE_CALLS } from '../../../src-shared/registry-api/calls/people.ts';
import { isPassword } from '../../services/passwords.ts';
import { findLogin, openSession } from '../../services/sites.ts';
import { loginThrottle } from '../../services/throttle.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of PEOPLE_CALLS. */
export function peopleHandlers({ database, context }: Served): HandlersOf<typeof PEOPLE_CALLS> {
  const throttle = loginThrottle(context.clock);
  return {
    async login({ body, address }) {
      if (!throttle.attempt(body.site, address)) return fail('auth.throttled');
      const found = await database.read((tx) => findLogin(tx, body.site, body.user));
      const right = await isPassword(body.password, found?.passwordHash ?? null);
      if (found === null || !right) return fail('auth.invalid');
      throttle.succeeded(body.site, address);
      return database.transaction((tx) => openSession(tx, context, found));
    },
  };
}
