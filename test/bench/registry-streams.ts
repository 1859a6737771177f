/** 2,000 open news streams at a registry of its own process: memory, and the time until a change has reached all of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { call } from '../registry/helpers/call.ts';
import { enrolDesk } from '../registry/helpers/desk.ts';
import { percentile, printPair } from './figures.ts';
import { startRegistryProcess } from './registry-process.ts';

const STREAMS = 2_000;
const CHANGES = 30;
const WARM_UP = 3;
const MOST_MEGABYTES = 300;
const MOST_MILLISECONDS = 1_000;
/** A push is gathered for 50 ms; the next change must not fall into the same one. */
const BETWEEN_MILLISECONDS = 300;

/** Measures and prints; throws where a bound is not kept. */
export async function benchStreams(): Promise<void> {
  const registry = await startRegistryProcess(1_000);
  const floor = await startFloor();
  try {
    const desk = await enrolDesk(registry.url, 'teatteri');
    const pid = registry.child.pid ?? 0;
    const headers = `authorization: Bearer ${desk.token}\r\n`;
    const before = megabytes(pid);
    const streams = await openStreams(registry.url, '/v1/news', headers);
    const cost = megabytes(pid) - before;
    const floorBefore = megabytes(floor.pid);
    const floorStreams = await openStreams(floor.url, '/', '');
    const floorCost = megabytes(floor.pid) - floorBefore;
    process.stdout.write(
      `${STREAMS} open news streams\n  ${cost.toFixed(0)} MB\n  floor, a bare node http server with as many: ${floorCost.toFixed(0)} MB\n`,
    );

    const [reached, written]: [number[], number[]] = [[], []];
    for (let change = -WARM_UP; change < CHANGES; change += 1) {
      const action = (change + WARM_UP) % 2 === 0 ? 'end' : 'restore';
      const heard = streams.nextByAll();
      // From the answer on, so after the commit.
      await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A100000001', action } });
      const committed = performance.now();
      const last = (await heard) - committed;
      const echoed = floorStreams.nextByAll();
      const asked = performance.now();
      await fetch(new URL('/write', floor.url)).then((answer) => answer.arrayBuffer());
      const lastWritten = (await echoed) - asked;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MILLISECONDS));
      if (change < 0) continue;
      reached.push(last);
      written.push(lastWritten);
    }
    printPair(
      `From a commit to the last of ${STREAMS} streams`,
      'ms',
      reached,
      'a bare node http server writes to as many',
      written,
    );
    streams.close();
    floorStreams.close();
    if (cost > MOST_MEGABYTES) throw new Error(`${STREAMS} streams cost ${cost.toFixed(0)} MB`);
    if (percentile(reached, 1) > MOST_MILLISECONDS) throw new Error('a change took more than a second to reach all');
  } finally {
    floor.stop();
    await registry.stop();
  }
}

interface Streams {
  /** When every stream has got something from now on, by this process's clock. */
  nextByAll(): Promise<number>;
  close(): void;
}

async function openStreams(url: string, path: string, headers: string): Promise<Streams> {
  const { hostname, port } = new URL(url);
  const waiting = new Set<Socket>();
  let done = Promise.withResolvers<number>();
  const sockets = await Promise.all(
    Array.from({ length: STREAMS }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n${headers}\r\n`);
      // The head and the first news.
      await once(socket, 'data');
      socket.on('data', (bytes: Buffer) => {
        // A heartbeat is no news.
        if (!bytes.includes('data:')) return;
        waiting.delete(socket);
        if (waiting.size === 0) done.resolve(performance.now());
      });
      return socket;
    }),
  );
  return {
    nextByAll() {
      done = Promise.withResolvers();
      for (const socket of sockets) waiting.add(socket);
      return done.promise;
    },
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}

/** A process that keeps every answer open and writes to all of them when it is asked to. */
const FLOOR = `
  import { createServer } from 'node:http';
  const open = new Set();
  const server = createServer((request, response) => {
    if (request.url === '/write') {
      for (const each of open) each.write('event: news\\ndata: {"streams":["cards"],"wanted":[],"freed":[]}\\n\\n');
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\\n\\n');
    open.add(response);
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

async function startFloor(): Promise<{ readonly url: string; readonly pid: number; stop(): void }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', FLOOR], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${line.toString().trim()}`, pid: child.pid ?? 0, stop: () => child.kill() };
}

/** Resident memory of a process (Linux). */
function megabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}
