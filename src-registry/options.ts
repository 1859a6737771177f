/** The registry's command line. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../src-shared/kernel/result.ts';
import { readFaults, type FaultPlan } from './http/faults.ts';
import { LOG_LEVELS, type LogLevel } from './json-log.ts';
import { MOST_SEEDED_CARDS } from './seed/seed-cards.ts';
import type { Seed } from './seed/seed.ts';

export const HELP = `Kaikudesk's registry.

  --database WHERE    folder of its own PostgreSQL, or postgres://… of another one; left out: DATABASE_URL of the
                      environment, or else a temporary folder that is removed at the end
  --port P            port on 127.0.0.1; 0, the preset: any that is free
  --listen HOST:PORT  address and port in place of --port, for behind a proxy: there is no TLS here
  --trust-proxy LIST  addresses of the proxies before this node, such as 10.0.0.2,10.1.0.0/16: callers' addresses are
                      read from the X-Forwarded-For of these, from the right up to the first that is none of them
  --connections N     most connections to PostgreSQL, 1 to 500; preset 12
  --metrics [HOST:]PORT
                      serve Prometheus metrics there, on 127.0.0.1 unless a host is given; left out: nowhere
  --log LEVEL         JSON lines on standard error: info (the preset; one line a request), warn, error or silent
  --drain SECONDS     when told to end, go on answering for so long while /v1/ready says 503; preset 0
  --seed WHAT         empty (the preset), demo, or cards:N with N up to 5,000,000;
                      only a new database is filled, demo data are rolled to today at each start
  --clock INSTANT     start the clock at this ISO 8601 instant, for tests and demonstrations
  --faults LIST       for tests of clients, and only together with --break-on-purpose: faults with their probabilities,
                      such as seed=1,latency=0.2:500,cut=0.02,lost=0.02,failure=0.05,page=0.02,skew=0.1:60000
  --help              this text

  administrator --database WHERE --site LOGIN --user LOGIN [--another]
                      adds the first national administrator and prints a password that must be changed at once
  backup --to FOLDER --database FOLDER
                      copies the database of a registry that runs on its own PostgreSQL; start the copy with --database
  restored --database WHERE
                      to be run once on a database that came from a backup; nodes do not start on a copy before it

When ready it prints one line of JSON: {"event":"listening","url":"…","database":"…"}.
`;

export type Place =
  | { readonly kind: 'temporary' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string };

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a node is run. */
export interface Operation {
  readonly listen: Address;
  /** Addresses and CIDR ranges of proxies; none: whoever connects is the caller. */
  readonly trustProxy: readonly string[];
  readonly connections: number;
  readonly metrics: Address | null;
  /** In milliseconds. */
  readonly drain: number;
  readonly faults: FaultPlan | null;
}

export interface Options extends Operation {
  readonly help: boolean;
  readonly database: Place;
  readonly log: LogLevel;
  readonly seed: Seed;
  /** In milliseconds; null: the machine's clock. */
  readonly clock: number | null;
}

export const LOOPBACK = '127.0.0.1';
export const PRESET_CONNECTIONS = 12;
const MOST_CONNECTIONS = 500;
const MOST_DRAIN_SECONDS = 600;

const WORDS = {
  port: { type: 'string' },
  listen: { type: 'string' },
  'trust-proxy': { type: 'string' },
  connections: { type: 'string' },
  metrics: { type: 'string' },
  log: { type: 'string' },
  drain: { type: 'string' },
  database: { type: 'string' },
  seed: { type: 'string' },
  clock: { type: 'string' },
  faults: { type: 'string' },
  'break-on-purpose': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/**
 * Reads the command line, and `DATABASE_URL` where --database is left out; the failure's code is the sentence for the
 * person who typed it.
 */
export function readOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<Options, string> {
  let given: ReturnType<typeof parseArgs<{ options: typeof WORDS }>>['values'];
  try {
    given = parseArgs({ args: [...words], strict: true, options: WORDS }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    return fail(`${sentence}; --help tells what can be given.`);
  }
  const port = readPort(given.port ?? '0');
  if (port === null) return fail('--port takes a number from 0 to 65535.');
  const listen = given.listen === undefined ? { host: LOOPBACK, port } : readAddress(given.listen);
  if (listen === null) return fail('--listen takes HOST:PORT such as 0.0.0.0:8080 or [::]:8080.');
  if (given.listen !== undefined && given.port !== undefined) return fail('Give --listen or --port, not both.');
  const trustProxy = readProxies(given['trust-proxy']);
  if (trustProxy === null) return fail('--trust-proxy takes addresses and ranges such as 10.0.0.2,10.1.0.0/16.');
  const metrics = given.metrics === undefined ? null : readAddress(given.metrics, LOOPBACK);
  if (given.metrics !== undefined && metrics === null) return fail('--metrics takes PORT or HOST:PORT.');
  const connections = readNumber(given.connections ?? String(PRESET_CONNECTIONS), MOST_CONNECTIONS);
  if (connections === null || connections === 0) return fail('--connections takes a number from 1 to 500.');
  const drain = readNumber(given.drain ?? '0', MOST_DRAIN_SECONDS);
  if (drain === null) return fail('--drain takes a number of seconds from 0 to 600.');
  const log = LOG_LEVELS.find((level) => level === (given.log ?? 'info'));
  if (log === undefined) return fail('--log takes info, warn, error or silent.');
  const seed = readSeed(given.seed ?? 'empty');
  if (seed === null) return fail('--seed takes empty, demo or cards:N, with N from 1 to 5000000.');
  const clock = given.clock === undefined ? null : Date.parse(given.clock);
  if (Number.isNaN(clock)) return fail('--clock takes an ISO 8601 instant such as 2026-11-22T21:50:00Z.');
  if (given.database === '') return fail('--database takes a folder or postgres://….');
  const faults = given.faults === undefined ? null : readFaults(given.faults);
  if (faults?.ok === false) return fail(faults.error.code);
  if ((faults !== null) !== (given['break-on-purpose'] ?? false)) {
    return fail('--faults and --break-on-purpose go together: a registry that people rely on takes neither.');
  }
  return ok({
    help: given.help ?? false,
    listen,
    trustProxy,
    connections,
    metrics,
    drain: drain * 1_000,
    faults: faults?.value ?? null,
    database: readPlace(given.database ?? environment['DATABASE_URL']),
    log,
    seed,
    clock,
  });
}

/** A folder or an address; nothing and an empty text stand for a temporary folder. */
export function readPlace(text: string | undefined): Place {
  if (text === undefined || text === '') return { kind: 'temporary' };
  return /^postgres(?:ql)?:\/\//.test(text) ? { kind: 'url', url: text } : { kind: 'folder', path: text };
}

function readAddress(text: string, presetHost?: string): Address | null {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? presetHost;
  const port = readPort(digits);
  return host === undefined || port === null ? null : { host, port };
}

function readProxies(text: string | undefined): string[] | null {
  if (text === undefined) return [];
  const proxies = text.split(',').map((each) => each.trim());
  return proxies.every(isAddressOrRange) ? proxies : null;
}

/** A range over everything would believe everybody. */
function isAddressOrRange(text: string): boolean {
  const [address = '', ...bits] = text.split('/');
  const family = isIP(address);
  if (family === 0 || bits.length > 1) return false;
  const [length] = bits;
  if (length === undefined) return true;
  const number = readNumber(length, family === 4 ? 32 : 128);
  return number !== null && number > 0;
}

function readPort(text: string): number | null {
  return readNumber(text, 65_535);
}

function readNumber(text: string, most: number): number | null {
  return /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

function readSeed(text: string): Seed | null {
  if (text === 'empty' || text === 'demo') return { kind: text };
  const count = Number(/^cards:(\d{1,7})$/.exec(text)?.[1] ?? 0);
  return count >= 1 && count <= MOST_SEEDED_CARDS ? { kind: 'cards', count } : null;
}
