/** Faults on purpose, for tests of what talks to a registry: delays, cut connections, failures, foreign pages, a wrong clock. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Timer } from '../../src-shared/kernel/ports.ts';

/** Each with how probable it is, 0 to 1. */
export interface FaultPlan {
  readonly seed: number;
  /** Before the request is taken, up to so many milliseconds. */
  readonly latency: { readonly probability: number; readonly milliseconds: number };
  /** The connection ends before the request is taken. */
  readonly cut: number;
  /** The request is carried out and the connection ends in place of the answer. */
  readonly lost: number;
  /** 500, 502 or 503 before the request is taken. */
  readonly failure: number;
  /** A page of somebody else's, as captive portals send it, with status 200. */
  readonly page: number;
  /** The registry's time in an answer is wrong by up to so many milliseconds, either way. */
  readonly skew: { readonly probability: number; readonly milliseconds: number };
}

export type Faults = (application: RequestListener) => RequestListener;

const KINDS = ['seed', 'latency', 'cut', 'lost', 'failure', 'page', 'skew'] as const;
const SENTENCE =
  '--faults takes a list such as seed=1,latency=0.2:500,cut=0.02,lost=0.02,failure=0.05,page=0.02,skew=0.1:60000.';
const PAGE = '<!doctype html><title>Welcome</title><p>Accept the terms to use this network.</p>';

/** Reads the plan from the command line; the failure's code is a sentence. */
export function readFaults(text: string): Result<FaultPlan, string> {
  const given = new Map(
    text.split(',').map((part): [string, string] => {
      const [kind = '', chance = ''] = part.split('=', 2);
      return [kind, chance];
    }),
  );
  if ([...given.keys()].some((key) => !KINDS.some((kind) => kind === key))) return fail(SENTENCE);
  const parts = (kind: (typeof KINDS)[number]): [number, number] => {
    const [first = '0', second = '0'] = (given.get(kind) ?? '0').split(':', 2);
    return [Number(first), Number(second)];
  };
  const [seed] = parts('seed');
  const chances = KINDS.filter((kind) => kind !== 'seed').map((kind) => parts(kind));
  const isPlan =
    Number.isInteger(seed) && chances.every(([chance, most]) => chance >= 0 && chance <= 1 && most >= 0 && most < 1e9);
  if (!isPlan) return fail(SENTENCE);
  const timed = (kind: 'latency' | 'skew') => ({ probability: parts(kind)[0], milliseconds: parts(kind)[1] });
  return ok({
    seed,
    latency: timed('latency'),
    cut: parts('cut')[0],
    lost: parts('lost')[0],
    failure: parts('failure')[0],
    page: parts('page')[0],
    skew: timed('skew'),
  });
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Stands before an application and lets faults happen. Health and readiness are left alone, so that a node can be awaited. */
export function makeFaults(plan: FaultPlan, timer: Timer): Faults {
  const roll = dice(plan.seed);
  async function handle(
    application: RequestListener,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (/^\/v1\/(?:health|ready)\b/.test(request.url ?? '')) return application(request, response);
    // All are rolled for each request, so that one fault's probability does not move another one's.
    const [late, length, cut, lost, failure, status, page, skewed, by] = Array.from({ length: 9 }, roll) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (late < plan.latency.probability) await timer.sleep(length * plan.latency.milliseconds);
    if (cut < plan.cut) return void request.socket.destroy();
    if (failure < plan.failure)
      return send(response, [500, 502, 503][Math.floor(status * 3)] ?? 500, 'text/plain', 'failed');
    if (page < plan.page) return send(response, 200, 'text/html', PAGE);
    if (lost < plan.lost) loseAnswer(response);
    if (skewed < plan.skew.probability) skewTime(response, Math.round((by * 2 - 1) * plan.skew.milliseconds));
    return application(request, response);
  }
  return (application) => (request, response) => void handle(application, request, response);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
}

/** The work is done, and who asked never hears of it. */
function loseAnswer(response: ServerResponse): void {
  response.writeHead = ((): ServerResponse => {
    response.destroy();
    return response;
  }) as ServerResponse['writeHead'];
}

const SERVER_TIME = /"serverTime":"([^"]+)"/;

/** Instants are all of one length, so that the answer's length stays right. */
function skewTime(response: ServerResponse, milliseconds: number): void {
  const end = response.end.bind(response) as (...words: unknown[]) => ServerResponse;
  response.end = ((body: unknown, ...rest: unknown[]) => {
    const skewed =
      typeof body === 'string' ? body.replace(SERVER_TIME, (_, at: string) => timeText(at, milliseconds)) : body;
    return end(skewed, ...rest);
  }) as ServerResponse['end'];
}

function timeText(instant: string, milliseconds: number): string {
  return `"serverTime":"${new Date(Date.parse(instant) + milliseconds).toISOString()}"`;
}
