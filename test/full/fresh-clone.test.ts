/** The two commands' promise from a bare clone, with the machine's own Node first on PATH. Minutes long: npm run test:full. */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIVE_MINUTES = 300_000;

/** The PATH as a person has it: without what npm put before it for us. */
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

let clone: string;
let ports: string[];
const running = new Set<ChildProcess>();

beforeAll(async () => {
  // A folder that only its owner can enter, as mktemp makes it.
  clone = join(mkdtempSync(join(tmpdir(), 'kaikudesk-clone-')), 'kaikudesk');
  execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  ports = ['--registry-port', await freePort(), '--desk-port', await freePort()];
});

afterAll(() => {
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  rmSync(clone, { recursive: true, force: true });
});

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

/** Runs npm start in a process group of its own, until it says that it runs or ends. */
async function npmStart(
  ...words: string[]
): Promise<{ child: ChildProcess; said: () => string; milliseconds: number }> {
  const started = performance.now();
  const child = spawn('npm', ['start', '--', '--no-open', ...words], {
    cwd: clone,
    detached: true,
    env: { ...process.env, PATH: path },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let said = '';
  await new Promise<void>((resolve) => {
    const hear = (data: unknown): void => {
      said += String(data);
      if (said.includes('Ctrl-C ends all of it')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => resolve());
  });
  return { child, said: () => said, milliseconds: performance.now() - started };
}

/** Ctrl-C: the whole group hears it. */
async function ctrlC(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await ended;
}

test(
  'npm start installs, builds and runs; once more without installing; twice at once and a taken port get a sentence',
  async () => {
    const first = await npmStart(...ports);
    expect(first.said()).toContain('Installing the packages, once');
    expect(first.said()).toContain('Kaikudesk is running');
    const desk = /The desk +(http:\S+)/.exec(first.said())?.[1] ?? '';
    const registry = /The registry +(http:\S+)/.exec(first.said())?.[1] ?? '';
    expect(await (await fetch(desk)).text()).toContain('<div id="screen"');
    expect((await fetch(`${registry}/v1/health`)).ok).toBe(true);

    const again = await npmStart(...ports);
    expect(again.said()).toContain('already running');
    expect(again.child.exitCode).not.toBe(0);
    await ctrlC(first.child);
    await expect(fetch(registry)).rejects.toThrow();
    await expect(fetch(desk)).rejects.toThrow();

    const second = await npmStart(...ports);
    expect(second.said()).not.toContain('Installing');
    expect(second.said()).not.toContain('Building');
    process.stdout.write(`npm start: first ${first.milliseconds} ms, second ${second.milliseconds} ms\n`);
    await ctrlC(second.child);

    const taken = createServer().listen(Number(ports[1]), '127.0.0.1');
    await once(taken, 'listening');
    const third = await npmStart(...ports);
    taken.close();
    expect(third.said()).toMatch(/Port \d+ is taken/);
    expect(third.child.exitCode).not.toBe(0);
  },
  FIVE_MINUTES,
);

test(
  'half an install is noticed and made whole',
  async () => {
    rmSync(join(clone, 'node_modules/fastify'), { recursive: true });
    rmSync(join(clone, 'node_modules/.kaikudesk-installed'));
    const start = await npmStart(...ports);
    expect(start.said()).toContain('incomplete or out of date');
    expect(start.said()).toContain('Kaikudesk is running');
    await ctrlC(start.child);
  },
  FIVE_MINUTES,
);
