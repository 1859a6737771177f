/**
 * Failed log-ins, counted in the database for all nodes together, in windows of a quarter of an hour:
 * - ten for one user of one site from one address: a guesser at one place;
 * - a hundred for one site from one address: a guesser who tries every user there;
 * - a hundred from one address: a guesser who tries every site;
 * - twenty for one site from all strange addresses together: a guesser with many addresses. Beyond them each strange
 *   address still has its first three for that site, so that nobody can lock its staff out at a new address.
 * An address from which a site has logged in within three months is not strange to it, and there only the first two count:
 * who floods a site's log-in from elsewhere, or other sites' from the same office, does not lock its staff out. Names that
 * nobody has count just the same: the answers tell nothing.
 *
 * What is left: who fails ten times as a user at its site's own address (a guest of the house behind the same address,
 * say) keeps that user from logging in there for the rest of the window. Sessions that are open, other users and other
 * addresses go on. No limit that is counted by address alone can tell these two apart.
 *
 * So strangers with A addresses guess at one site's passwords, whichever its users, at most 20 + 3 A times in a window,
 * which is 96 (20 + 3 A) a day: 2,208 with one address (of which its own limits leave 960 a user), 30,720 with a
 * hundred, 289,920 with a thousand. A temporary password has 80 bits; the most common ones are nobody's.
 */
import { isIPv6 } from 'node:net';
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../keys/keys.ts';

export const MOST_FAILURES = { user: 10, site: 100, address: 100, strangers: 20 } as const;
/** For one site from each strange address, where strangers have failed too often altogether. */
export const FIRST_ATTEMPTS = 3;
const MINUTE = 60_000;
const WINDOW_MILLISECONDS = 15 * MINUTE;
const KNOWN_MILLISECONDS = 90 * 24 * 60 * MINUTE;
/** Rows of past windows that each attempt removes: more than it can add. */
const SWEPT = 20;

/** Whose log-in it is, as it was typed, and from where. */
export interface Attempt {
  readonly site: string;
  readonly user: string;
  readonly address: string;
}

/** `known`: from where the site has logged in before. `throttled`: there were too many, do not even look. */
type Standing = 'known' | 'strange' | 'throttled';

/**
 * Counts an attempt as failed until `forgetFailure`; before the password is checked, so that attempts made at once are
 * counted too.
 */
export async function countAttempt(
  database: Database,
  { clock }: Pick<Context, 'clock'>,
  attempt: Attempt,
): Promise<Standing> {
  const now = clock.now();
  const { value } = await database.transaction(async (tx) => {
    const known = await isKnown(tx, attempt, now);
    const within = await (known ? isWithin : isStrangerWithin)(tx, attempt, now);
    await tx.query(
      `DELETE FROM login_failures WHERE key IN
         (SELECT key FROM login_failures WHERE until <= $1 ORDER BY until LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)`,
      [new Date(now)],
    );
    const standing: Standing = known ? 'known' : 'strange';
    return ok<Standing>(within ? standing : 'throttled');
  });
  return value;
}

/** Counts at a known address. */
async function isWithin(tx: Tx, attempt: Attempt, now: number): Promise<boolean> {
  return (
    (await countWithin(tx, attempt, 'user', now)) !== null && (await countWithin(tx, attempt, 'site', now)) !== null
  );
}

/** Counts at a strange one, one counter after the other: what one of them refuses is not counted by the next. */
async function isStrangerWithin(tx: Tx, attempt: Attempt, now: number): Promise<boolean> {
  if ((await countWithin(tx, attempt, 'user', now)) === null) return false;
  const here = await countWithin(tx, attempt, 'site', now);
  if (here === null || (await countWithin(tx, attempt, 'address', now)) === null) return false;
  return (await countWithin(tx, attempt, 'strangers', now)) !== null || here <= FIRST_ATTEMPTS;
}

/** The failures so far, with this one; null: more than the counter takes. */
async function countWithin(tx: Tx, attempt: Attempt, name: CounterName, now: number): Promise<number | null> {
  const failures = await countUp(tx, keysOf(attempt)[name], now);
  return failures > MOST_FAILURES[name] ? null : failures;
}

/** Takes back what `countAttempt` counted for an attempt that was let in: its password was not looked at. */
export async function forgetAttempt(tx: Tx, attempt: Attempt, standing: Exclude<Standing, 'throttled'>): Promise<void> {
  for (const name of countedFor(standing)) await countDown(tx, keysOf(attempt)[name]);
}

/** The attempt was no failure; from now on the address is known to the site. */
export async function forgetFailure(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  siteId: string,
  attempt: Attempt,
): Promise<void> {
  const now = clock.now();
  const keys = keysOf(attempt);
  await tx.query('DELETE FROM login_failures WHERE key = $1', [keys.user]);
  // The others' failures stay: who has one right password may be guessing at the next.
  for (const name of countedFor((await isKnown(tx, attempt, now)) ? 'known' : 'strange').slice(1)) {
    await countDown(tx, keys[name]);
  }
  await tx.query(
    `INSERT INTO known_addresses (site_id, address_hash, used_at) VALUES ($1, $2, $3)
     ON CONFLICT (site_id, address_hash) DO UPDATE SET used_at = excluded.used_at`,
    [siteId, hashOfAddress(attempt), new Date(now)],
  );
  await tx.query('DELETE FROM known_addresses WHERE site_id = $1 AND used_at <= $2', [
    siteId,
    new Date(now - KNOWN_MILLISECONDS),
  ]);
}

type CounterName = keyof typeof MOST_FAILURES;

/** In the order in which their rows are locked. */
function countedFor(standing: Exclude<Standing, 'throttled'>): readonly CounterName[] {
  return standing === 'known' ? ['user', 'site'] : ['user', 'site', 'address', 'strangers'];
}

function keysOf({ site, user, address }: Attempt): Record<CounterName, Buffer> {
  const place = placeOf(address);
  return {
    user: hashOf('user', site, user, place),
    site: hashOf('site', site, place),
    address: hashOf('address', place),
    strangers: hashOf('strangers', site),
  };
}

async function isKnown(tx: Tx, attempt: Attempt, now: number): Promise<boolean> {
  const found = await tx.query(
    `SELECT FROM known_addresses JOIN sites ON sites.id = site_id
     WHERE login = $1 AND address_hash = $2 AND used_at > $3`,
    [attempt.site, hashOfAddress(attempt), new Date(now - KNOWN_MILLISECONDS)],
  );
  return found.length > 0;
}

async function countUp(tx: Tx, key: Buffer, now: number): Promise<number> {
  const [row] = await tx.query<{ failures: number }>(
    `INSERT INTO login_failures (key, failures, until) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET
       failures = CASE WHEN login_failures.until > $3 THEN login_failures.failures + 1 ELSE 1 END,
       until = CASE WHEN login_failures.until > $3 THEN login_failures.until ELSE excluded.until END
     RETURNING failures`,
    [key, new Date(now + WINDOW_MILLISECONDS), new Date(now)],
  );
  return row?.failures ?? 0;
}

async function countDown(tx: Tx, key: Buffer): Promise<void> {
  await tx.query('UPDATE login_failures SET failures = failures - 1 WHERE key = $1 AND failures > 0', [key]);
}

function hashOfAddress({ site, address }: Attempt): Buffer {
  return hashOf('known', site, placeOf(address));
}

/** An IPv6 subscriber has a whole /64: it counts as one address. */
function placeOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

function hashOf(...parts: readonly string[]): Buffer {
  return sha256(JSON.stringify(parts));
}
