/** What is measured, for Prometheus. Labels are names of calls, results and streams: never a code, a token or an id. */
import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AnswerOf } from '../src-shared/registry-api/endpoints.ts';
import type { Clock } from '../src-shared/kernel/ports.ts';
import type { Database } from './db/database.ts';
import type { LeaseOutcome } from './services/desks/leases.ts';
import { codeOf, StartFailure } from './start-failure.ts';

export interface Metrics {
  /** A request was answered; `call` is a name of the contract's table, or `none`. */
  answered(call: string, status: number, seconds: number): void;
  delivered(answer: AnswerOf<'deliver'>): void;
  /** A request for places was answered. */
  leased(outcome: LeaseOutcome): void;
  /** So many news streams more or fewer are open. */
  streams(change: number): void;
  /** A job of the registry's own ended. */
  ran(job: string, seconds: number, failed: boolean): void;
  /** The page that Prometheus reads. */
  page(): Promise<string>;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Makes the measurements of one node; what lies in the database is read when the page is asked for. */
export function makeMetrics(database: Database, clock: Clock): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'kaikudesk_request_seconds',
    help: 'Time to answer, by call of the contract and status; news streams are left out',
    labelNames: ['call', 'status'],
    buckets: SECONDS,
    registers,
  });
  const items = new Counter({
    name: 'kaikudesk_delivered_items_total',
    help: 'Delivered items by what was answered',
    labelNames: ['result'],
    registers,
  });
  const grants = new Counter({
    name: 'kaikudesk_lease_requests_total',
    help: 'Answered requests for places, by whether this one was granted any',
    labelNames: ['result'],
    registers,
  });
  const streams = new Gauge({ name: 'kaikudesk_news_streams', help: 'Open news streams of this node', registers });
  const jobs = new Histogram({
    name: 'kaikudesk_job_seconds',
    help: 'Time of background jobs that ran on this node',
    labelNames: ['job', 'result'],
    buckets: [0.01, 0.1, 1, 10, 60, 300],
    registers,
  });
  const pool = new Gauge({
    name: 'kaikudesk_database_connections',
    help: 'Connections of this node; waiting: requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(database.connections())) pool.set({ state }, count);
    },
  });
  const heads = new Gauge({
    name: 'kaikudesk_feed_head',
    help: 'Last position of each change feed',
    labelNames: ['stream'],
    registers,
  });
  const age = new Gauge({
    name: 'kaikudesk_snapshot_age_seconds',
    help: 'Age of the newest published card list',
    registers,
  });
  const up = new Gauge({ name: 'kaikudesk_database_up', help: 'Whether the database answered just now', registers });

  async function lookAtDatabase(): Promise<void> {
    try {
      const row = await database.one<{ heads: Record<string, number>; built: string | null }>(
        `SELECT (SELECT json_object_agg(name, position) FROM streams) AS heads,
           (SELECT manifest ->> 'createdAt' FROM snapshots ORDER BY number DESC LIMIT 1) AS built`,
        [],
      );
      for (const [stream, position] of Object.entries(row?.heads ?? {})) heads.set({ stream }, position);
      if (typeof row?.built === 'string') age.set((clock.now() - Date.parse(row.built)) / 1_000);
      up.set(1);
    } catch {
      up.set(0);
    }
  }

  return {
    answered(call, status, seconds) {
      if (call !== 'news') requests.observe({ call, status: String(status) }, seconds);
    },
    delivered({ answers }) {
      for (const { result } of answers) items.inc({ result });
    },
    leased: (outcome) => grants.inc({ result: outcome }),
    streams: (change) => streams.inc(change),
    ran: (job, seconds, failed) => jobs.observe({ job, result: failed ? 'failed' : 'done' }, seconds),
    async page() {
      await lookAtDatabase();
      return register.metrics();
    },
  };
}

/**
 * Serves the page on a port of its own: behind a proxy every caller seems to be on this machine, so that an address could
 * not keep the public out. Throws StartFailure where the port cannot be had.
 */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.page().then(
      (page) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(page),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(codeOf(error));
      const sentence = `Port ${port} for --metrics cannot be had on ${host}: give another one.`;
      reject(isTaken ? new StartFailure(sentence, { cause: error }) : error);
    });
    server.listen({ host, port }, () => resolve());
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${taken}/metrics`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
