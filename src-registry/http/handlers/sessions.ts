/** Log-in, and what a user does about the own session. */
import { fail, ok } from '../../../src-shared/kernel/result.ts';
import type { SESSION_CALLS } from '../../../src-shared/registry-api/calls/sessions.ts';
import { makeGate } from '../../services/gate.ts';
import { checkPassword } from '../../services/people/password-rules.ts';
import { hashPassword, isSame, type isPassword } from '../../services/people/passwords.ts';
import { endSession, findLogin, openSession } from '../../services/people/sessions.ts';
import { countAttempt, forgetAttempt, forgetFailure } from '../../services/people/throttle.ts';
import { passwordHashOf, setOwnPassword } from '../../services/people/users.ts';
import { whoAmI } from '../../services/people/whoami.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/**
 * Checking a password costs 30 ms of a core and 19 MiB. A flood from everywhere, with any names, fills the strangers' gate
 * and no more: log-ins from addresses known to their sites have a larger one of their own.
 */
const STRANGERS = { atOnce: 2, mostWaiting: 100 } as const;
const KNOWN = { atOnce: 4, mostWaiting: 200 } as const;

/** Handlers of SESSION_CALLS; `isRight` checks a password against what is kept. */
export function sessionHandlers(
  { database, context }: Served,
  isRight: typeof isPassword,
): HandlersOf<typeof SESSION_CALLS> {
  const gates = {
    strange: makeGate(STRANGERS.atOnce, STRANGERS.mostWaiting),
    known: makeGate(KNOWN.atOnce, KNOWN.mostWaiting),
  };
  return {
    async login({ body, address }) {
      const attempt = { site: body.site, user: body.user, address };
      const standing = await countAttempt(database, context, attempt);
      if (standing === 'throttled') return fail('auth.throttled');
      const found = await database.read((tx) => findLogin(tx, body.site, body.user));
      // As slow for a name that nobody has: time does not tell which sites there are.
      const check = (): Promise<boolean> => isRight(body.password, found?.passwordHash ?? null);
      const right = await gates[standing].run(check);
      if (right === 'full') {
        await database.transaction(async (tx) => ok(await forgetAttempt(tx, attempt, standing)));
        return fail('auth.throttled');
      }
      const isOver = found?.passwordUntil != null && found.passwordUntil.getTime() <= context.clock.now();
      if (found === null || !right || isOver) return fail('auth.invalid');
      return database.transaction(async (tx) => {
        await forgetFailure(tx, context, found.site.id, attempt);
        return openSession(tx, context, found);
      });
    },
    whoAmI: ({ caller }) => database.read((tx) => whoAmI(tx, caller)),
    logOut: ({ caller }) =>
      database.transaction(async (tx) => {
        await endSession(tx, caller.sessionHash);
        return ok({ done: true as const });
      }),
    async setPassword({ caller, body: { present, wanted }, address }) {
      // A session that somebody else got hold of must not be a place to guess the password at.
      const attempt = { site: caller.site.login, user: caller.userLogin, address };
      if ((await countAttempt(database, context, attempt)) === 'throttled') return fail('auth.throttled');
      const before = await database.read((tx) => passwordHashOf(tx, caller.userId));
      if (before === null || !(await isRight(present, before))) return fail('password.wrong');
      await database.transaction(async (tx) => ok(await forgetFailure(tx, context, caller.siteId, attempt)));
      const fits = checkPassword(wanted, [caller.site.login, caller.site.name, caller.userLogin]);
      if (!fits.ok) return fits;
      if (isSame(present, wanted)) return fail('password.same');
      const hash = await hashPassword(wanted, context.random);
      return database.transaction((tx) => setOwnPassword(tx, context, caller, { before, wanted: hash }));
    },
  };
}
