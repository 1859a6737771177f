import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { holdDataFolder } from '../../src-main/hosts/data-folder.ts';
import { readOptions } from '../../src-main/hosts/options.ts';
import { machineTimer, timedIds } from '../../src-main/hosts/real-ports.ts';
import { remote, serve } from '../../src-main/hosts/rpc.ts';
import { StartFailure } from '../../src-main/hosts/start-failure.ts';
import { syncThread } from '../../src-main/hosts/sync-thread.ts';
import type { DeskSide, SyncReport } from '../../src-main/services/ports.ts';
import { startWebHost } from '../../src-main/hosts/web/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = (): string => mkdtempSync(join(tmpdir(), 'kaikudesk-hosts-'));

const SECRETS = {
  registryUrl: 'http://127.0.0.1:1',
  token: 'token',
  networkKeys: [{ generation: 1, key: 'AAAA' }],
  sealingKey: 'AAAA',
  signingKey: 'AAAA',
};

describe('the data folder', () => {
  test('belongs to one process at a time, and to the next when that is gone', () => {
    const at = folder();
    const release = holdDataFolder(at);
    expect(() => holdDataFolder(at)).toThrow(/already running/);
    release();
    holdDataFolder(at)();
  });

  test('is free again after its process was killed', async () => {
    const at = folder();
    // Kept, for a lock that nobody refers to is let go of when memory is tidied.
    const script = `import { holdDataFolder } from '${ROOT}src-main/hosts/data-folder.ts'; globalThis.release = holdDataFolder(${JSON.stringify(at)}); console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    expect(() => holdDataFolder(at)).toThrow(StartFailure);
    child.kill('SIGKILL');
    await once(child, 'exit');
    holdDataFolder(at)();
  });

  test('that is a file gets a sentence', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    chmodSync(path, 0o600);
    expect(() => holdDataFolder(path)).toThrow(/cannot be written to/);
  });
});

describe('calls between threads', () => {
  test('give values and failures in their order', async () => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    const service = {
      double: async (number: number): Promise<number> => number * 2,
      fail: async (): Promise<void> => {
        throw new Error('full disk');
      },
    };
    serve(port1, service);
    const there = remote<typeof service>(port2, ['double', 'fail']);
    expect(await Promise.all([there.double(1), there.double(2)])).toEqual([2, 4]);
    await expect(there.fail()).rejects.toThrow('full disk');
    expect(await there.double(4)).toBe(8);
  });
});

describe('ids', () => {
  test('grow within one millisecond and from one to the next', () => {
    let now = 1_000;
    const ids = timedIds({ now: () => now });
    const made = Array.from({ length: 2_000 }, (_, index) => {
      if (index % 500 === 0) now += 1;
      return ids.next();
    });
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });
});

test('ids rise also where the clock is set back by a day', () => {
  let now = 100_000_000;
  const ids = timedIds({ now: () => now });
  const made = [ids.next(), ids.next()];
  now -= 86_400_000;
  made.push(ids.next(), ids.next());
  expect(made.toSorted()).toEqual(made);
});

test('a sleep ends early when it is aborted', async () => {
  const stop = new AbortController();
  const slept = machineTimer.sleep(3_600_000, stop.signal);
  stop.abort();
  await slept;
});

test('a sync worker that dies of a bug is told of and begun anew, and can be ended in between', async () => {
  const bugs: unknown[] = [];
  const reports: SyncReport[] = [];
  const heard = Promise.withResolvers<void>();
  const sync = syncThread({
    dataFolder: folder(),
    clockOffsetMilliseconds: 0,
    onBug(error) {
      bugs.push(error);
      if (bugs.length === 2) heard.resolve();
    },
  });
  // A signing key that is no key: the worker throws at once, each time.
  const desk: Pick<DeskSide, 'report'> = { report: async (report) => void reports.push(report) };
  sync.start({ ...SECRETS, signingKey: 'AAAA' }, desk as DeskSide);
  await heard.promise;
  await sync.stop();
  // Its worker is gone now, as it is while a new one is waited for.
  await sync.stop();
  expect(bugs).toHaveLength(2);
  // Nobody connects meanwhile, and the screen says so.
  const none = { network: 'offline', skewMilliseconds: null, trouble: 'sync.failed', loadingCards: false };
  expect(reports[0]).toEqual(none);
});

describe('the command line', () => {
  test.each([
    [['--port', '70000'], /--port takes a number/],
    [['--host', 'qt'], /--host takes one of web, electron/],
    [['--lang', 'de'], /--lang takes one of fi, sv, en/],
    [['--registry', 'kaikukanta.example'], /begins with http/],
    [['--site', 'teatteri'], /go together/],
    [['--site', 'teatteri', '--password-file', '/no/such/file'], /is not there/],
    [['--clock', 'noon'], /takes an instant/],
    [['--scanners', 'some'], /--scanners takes one of on, off/],
    [['--replay', '/no/such/file'], /is not there/],
    [['--colour', 'red'], /See --help/],
  ])('%j gets a sentence', (words, sentence) => {
    expect(() => readOptions(words, 0)).toThrow(sentence);
    expect(() => readOptions(words, 0)).toThrow(StartFailure);
  });

  test('looks for scanners and replays nothing where it does not say otherwise', () => {
    expect(readOptions([], 0)).toMatchObject({ scanners: 'on', replay: null });
    expect(readOptions(['--scanners', 'off', '--replay', '-'], 0)).toMatchObject({ scanners: 'off', replay: '-' });
  });

  test('the data folder is the one that it says, else the preset one of the host', () => {
    expect(readOptions([], 0)?.data).toBe('.kaikudesk/desk');
    expect(readOptions([], 0, '/home/staff/desk')?.data).toBe('/home/staff/desk');
    expect(readOptions(['--data', 'here'], 0, '/home/staff/desk')?.data).toBe('here');
  });

  test('a clock is an offset from now', () => {
    expect(readOptions(['--clock', '1970-01-01T00:01:00Z'], 10_000)?.clockOffsetMilliseconds).toBe(50_000);
  });
});

test('a taken port gets a sentence', async () => {
  const options = { files: folder(), answer: () => Promise.reject(new Error()), onState: () => () => {} };
  const first = await startWebHost({ ...options, port: 0 });
  onTestFinished(() => first.close());
  await expect(startWebHost({ ...options, port: Number(new URL(first.url).port) })).rejects.toThrow(/is taken/);
});

test('the wrong Node gets one sentence and exit code 1', () => {
  const script = `Object.defineProperty(process.versions, 'node', { value: '20.1.0' }); await import('${ROOT}src-main/hosts/check-node.ts');`;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow(
    /Kaikudesk runs on Node 24/,
  );
});

test('a start that fails is told on standard error and wherever else the host shows it', async () => {
  const script = `import { runMain, StartFailure } from '${ROOT}src-main/hosts/start-failure.ts';
    runMain(() => Promise.reject(new StartFailure('No.')), (text) => console.log('shown: ' + text));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const [told, shown] = await Promise.all([textOf(child.stderr), textOf(child.stdout)]);
  expect([told, shown]).toEqual(['No.\n', 'shown: No.\n']);
});
