/** The registry's command line. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../src-shared/kernel/result.ts';
import { MOST_SEEDED_CARDS } from './seed/seed-cards.ts';
import type { Seed } from './seed/seed.ts';

export const HELP = `Kaikudesk's reference registry, on 127.0.0.1.

  --port P          port to listen on; 0, the preset: any that is free
  --database WHERE  folder of its own PostgreSQL, or postgres://… of another one;
                    left out: a temporary folder that is removed at the end
  --seed WHAT       empty (the preset), demo, or cards:N with N up to 5,000,000;
                    only a new database is filled, demo data are rolled to today at each start
  --clock INSTANT   start the clock at this ISO 8601 instant, for tests and demonstrations
  --help            this text

When ready it prints one line of JSON: {"event":"listening","url":"…","database":"…"}.
`;

export type Place =
  | { readonly kind: 'temporary' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string };

export interface Options {
  readonly help: boolean;
  readonly port: number;
  readonly database: Place;
  readonly seed: Seed;
  /** In milliseconds; null: the machine's clock. */
  readonly clock: number | null;
}

type Sentence = Result<Options, string>;

/** Reads the command line; the failure's code is the sentence for the person who typed it. */
export function readOptions(words: readonly string[]): Sentence {
  let values: { port?: string; database?: string; seed?: string; clock?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...words],
      strict: true,
      options: {
        port: { type: 'string' },
        database: { type: 'string' },
        seed: { type: 'string' },
        clock: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    return fail(`${sentence}; --help tells what can be given.`);
  }
  const port = Number(values.port ?? '0');
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) return fail('--port takes a number from 0 to 65535.');
  const seed = readSeed(values.seed ?? 'empty');
  if (seed === null) return fail('--seed takes empty, demo or cards:N, with N from 1 to 5000000.');
  const clock = values.clock === undefined ? null : Date.parse(values.clock);
  if (Number.isNaN(clock)) return fail('--clock takes an ISO 8601 instant such as 2026-11-22T21:50:00Z.');
  if (values.database === '') return fail('--database takes a folder or postgres://….');
  return ok({ help: values.help ?? false, port, database: readPlace(values.database), seed, clock });
}

function readPlace(text: string | undefined): Place {
  if (text === undefined) return { kind: 'temporary' };
  return /^postgres(?:ql)?:\/\//.test(text) ? { kind: 'url', url: text } : { kind: 'folder', path: text };
}

function readSeed(text: string): Seed | null {
  if (text === 'empty' || text === 'demo') return { kind: text };
  const count = Number(/^cards:(\d{1,7})$/.exec(text)?.[1] ?? 0);
  return count >= 1 && count <= MOST_SEEDED_CARDS ? { kind: 'cards', count } : null;
}
