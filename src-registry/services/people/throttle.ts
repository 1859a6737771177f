/**
 * Failed log-ins, counted in the database for all nodes together, in windows of a quarter of an hour:
 * - ten for one user of one site from one address: a guesser at one place;
 * - a hundred from one address: a guesser who tries every site;
 * - twenty for one site from all strange addresses together: a guesser with many addresses.
 * An address from which a site has logged in within three months is not strange to it, and there only the first counts: who
 * floods a site's log-in from elsewhere, or other sites' from the same office, does not lock its staff out. Names that
 * nobody has count just the same: the answers tell nothing.
 */
import { isIPv6 } from 'node:net';
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../keys/keys.ts';

export const MOST_FAILURES = { user: 10, address: 100, strangers: 20 } as const;
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
    const within = await isWithin(tx, countersOf(attempt, known), now);
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

interface Counter {
  readonly key: Buffer;
  readonly most: number;
}

/** Counts one after the other: what one of them refuses is not counted by the next. */
async function isWithin(tx: Tx, counters: readonly Counter[], now: number): Promise<boolean> {
  for (const { key, most } of counters) {
    if ((await countUp(tx, key, now)) > most) return false;
  }
  return true;
}

/** The attempt was no failure; from now on the address is known to the site. */
export async function forgetFailure(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  siteId: string,
  attempt: Attempt,
): Promise<void> {
  const now = clock.now();
  const [user, ...others] = countersOf(attempt, await isKnown(tx, attempt, now));
  await tx.query('DELETE FROM login_failures WHERE key = $1', [user?.key]);
  // The others' failures stay: who has one right password may be guessing at the next.
  for (const { key } of others) {
    await tx.query('UPDATE login_failures SET failures = failures - 1 WHERE key = $1 AND failures > 0', [key]);
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

/** In the order in which their rows are locked. */
function countersOf(attempt: Attempt, known: boolean): Counter[] {
  const { user, address, strangers } = keysOf(attempt);
  const first = { key: user, most: MOST_FAILURES.user };
  if (known) return [first];
  return [first, { key: address, most: MOST_FAILURES.address }, { key: strangers, most: MOST_FAILURES.strangers }];
}

function keysOf({ site, user, address }: Attempt): Record<keyof typeof MOST_FAILURES, Buffer> {
  const place = placeOf(address);
  return {
    user: hashOf('user', site, user, place),
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
