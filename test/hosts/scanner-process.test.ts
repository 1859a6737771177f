/** The process of devices: started, supervised, started again; what dies there takes nothing with it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DRIVER_FILE } from '../../src-main/hosts/driver-file.ts';
import { forkFile } from '../../src-main/hosts/web/fork-driver.ts';
import { machineClock, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { scannerProcess, type DriverChild } from '../../src-main/hosts/scanner-process.ts';
import type { DriverOrder } from '../../src-main/scanners/ports.ts';
import { PATH_ID } from '../../src-main/scanners/serial-bus.ts';
import type { DriverSettings, ScannerListener } from '../../src-main/services/scanner-port.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { RAW, readOf, SCANNER } from '../desk/scanner-port.ts';
import { plugReader, withoutPtys } from '../scanners/ptys.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';

const { serial, chosen, known } = PRESET_SCANNERS;
const SETTINGS: DriverSettings = { serial, chosen, known };

function onBug(error: unknown): never {
  throw error;
}

interface PlayedChild extends DriverChild {
  readonly orders: DriverOrder[];
  killed: boolean;
  tell(message: unknown): void;
  end(): void;
}

function playedChild(): PlayedChild {
  let hear: (message: unknown) => void = () => undefined;
  let ended: (how: string) => void = () => undefined;
  const child: PlayedChild = {
    orders: [],
    killed: false,
    send: (order) => void child.orders.push(order),
    onMessage: (listener) => void (hear = listener),
    onEnd: (listener) => void (ended = listener),
    kill() {
      child.killed = true;
      ended('SIGKILL');
    },
    tell: (message) => hear(message),
    end: () => ended('code 1'),
  };
  return child;
}

/** What the desk hears, of all devices or of one, and who waits for a word of it. */
function desk(only: string | null = null) {
  const heard: string[] = [];
  let waiting: { word: string; from: number; found: () => void }[] = [];
  function note(word: string): void {
    heard.push(word);
    waiting = waiting.filter((wait) => {
      if (wait.word !== word || heard.length <= wait.from) return true;
      wait.found();
      return false;
    });
  }
  const listener: ScannerListener = {
    onScan: ({ text }) => note(text),
    onPartial: () => note('partial'),
    onDevices: (devices) =>
      note(
        `devices ${devices
          .filter(({ id }) => only === null || id === only)
          .map(({ state }) => state)
          .join()}`,
      ),
    onDriver: note,
  };
  return {
    heard,
    listener,
    /** Resolves once the word has been heard after the first `from` words. */
    until: (word: string, from = 0) =>
      new Promise<void>((found) => {
        if (heard.indexOf(word, from) >= 0) found();
        else waiting.push({ word, from, found });
      }),
  };
}

/** So much time passes, and the driver says every five seconds that it is alive. */
async function beats(time: VirtualTime, child: PlayedChild, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 5_000) {
    await time.pass(5_000);
    child.tell({ tell: 'alive' });
  }
}

function supervised() {
  const time = new VirtualTime();
  const children: PlayedChild[] = [];
  const said: string[] = [];
  const bugs: unknown[] = [];
  const { heard, listener } = desk();
  const parts = {
    failing: false,
    spawn(): DriverChild {
      if (parts.failing) throw new Error('no more processes');
      const child = playedChild();
      children.push(child);
      return child;
    },
  };
  const port = scannerProcess({
    spawn: () => parts.spawn(),
    clock: time,
    timer: time,
    say: (text) => said.push(text),
    onBug: (error) => bugs.push(error),
  });
  return { time, children, said, bugs, heard, listener, port, parts };
}

describe('a driver that is played', () => {
  test('is told the settings when it is ready, the part that it needs, and again when they change', async () => {
    const { port, listener, children, heard } = supervised();
    port.start(PRESET_SCANNERS, listener);
    expect(children).toHaveLength(1);
    expect(heard).toEqual(['restarting']);
    expect(children[0]!.orders).toEqual([]);
    const faster: DriverSettings = { ...SETTINGS, serial: { framing: 'cr', baudRate: 115_200 } };
    port.configure({ ...PRESET_SCANNERS, ...faster });
    children[0]!.tell({ tell: 'ready' });
    port.configure(PRESET_SCANNERS);
    expect(children[0]!.orders).toEqual([
      { say: 'configure', settings: faster },
      { say: 'configure', settings: SETTINGS },
    ]);
    expect(heard).toEqual(['restarting', 'running']);
  });

  test('hands on scans and devices, and nothing that is no news', () => {
    const { port, listener, children, heard, said } = supervised();
    port.start(SETTINGS, listener);
    const [child] = children;
    child!.tell({ tell: 'ready' });
    child!.tell({ tell: 'devices', devices: [SCANNER] });
    child!.tell({ tell: 'scan', scan: readOf('A045198723'), raw: RAW });
    child!.tell({ tell: 'scan', scan: { ...readOf('AM99000123'), more: 1 }, raw: RAW });
    child!.tell('AM99000123');
    child!.tell({ tell: 'partial' });
    expect(heard).toEqual(['restarting', 'running', 'devices connected', 'A045198723', 'partial']);
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain('AM99000123');
  });

  test('a desk that fails at one scan takes the next', () => {
    const { port, listener, children, heard, bugs } = supervised();
    const failing: ScannerListener = {
      ...listener,
      onScan(scan, raw) {
        if (scan.text === 'A045198723') throw new Error('a bug');
        listener.onScan(scan, raw);
      },
    };
    port.start(SETTINGS, failing);
    for (const text of ['A045198723', 'AM99000123']) {
      children[0]!.tell({ tell: 'scan', scan: readOf(text), raw: RAW });
    }
    expect(heard.at(-1)).toBe('AM99000123');
    expect(bugs).toEqual([new Error('a bug')]);
  });

  test('that dies is started again; what it held is reconnecting until then', async () => {
    const { port, listener, children, heard, said, time } = supervised();
    port.start(SETTINGS, listener);
    children[0]!.tell({ tell: 'ready' });
    children[0]!.tell({ tell: 'devices', devices: [SCANNER, { ...SCANNER, id: 'hid:1', state: 'busy' }] });
    children[0]!.end();
    expect(heard.at(-1)).toBe('devices reconnecting,busy');
    expect(said).toEqual(['The scanner driver has ended (code 1); it is started again.']);
    await time.pass(250);
    children[1]!.tell({ tell: 'ready' });
    expect(heard.slice(-2)).toEqual(['restarting', 'running']);
    expect(children[1]!.orders).toEqual([{ say: 'configure', settings: SETTINGS }]);
    // The first one's last words come late, and are nobody's.
    children[0]!.tell({ tell: 'scan', scan: readOf('A045198723'), raw: RAW });
    expect(heard).not.toContain('A045198723');
  });

  test('that dies again and again is started ever more rarely, at last every 30 seconds', async () => {
    const { port, listener, children, time, heard } = supervised();
    port.start(SETTINGS, listener);
    const starts: number[] = [];
    const begin = time.now();
    for (let second = 0; second < 3_000; second += 1) {
      while (starts.length < children.length) {
        starts.push(time.now() - begin);
        children.at(-1)!.end();
      }
      await time.pass(100);
    }
    const gaps = starts.slice(1).map((at, index) => at - starts[index]!);
    expect(gaps.slice(0, 5)).toEqual([300, 500, 1_000, 2_000, 4_000]);
    expect(gaps.at(-1)).toBe(30_000);
    expect(children.length).toBeLessThan(20);
    expect(heard).not.toContain('running');
  });

  test('that cannot be started is tried again too, and one that ran for long dies anew', async () => {
    const { port, listener, children, time, parts, said } = supervised();
    parts.failing = true;
    port.start(SETTINGS, listener);
    await time.pass(20_000);
    expect(said.length).toBeGreaterThan(3);
    parts.failing = false;
    await time.pass(30_000);
    expect(children).toHaveLength(1);
    children[0]!.tell({ tell: 'ready' });
    await beats(time, children[0]!, 60_000);
    children[0]!.end();
    await time.pass(250);
    expect(children).toHaveLength(2);
  });

  test('that is not ready after fifteen seconds is killed', async () => {
    const { port, listener, children, time } = supervised();
    port.start(SETTINGS, listener);
    await time.pass(15_000);
    expect(children[0]!.killed).toBe(true);
    await time.pass(250);
    children[1]!.tell({ tell: 'ready' });
    await beats(time, children[1]!, 60_000);
    expect(children[1]!.killed).toBe(false);
  });

  test('that says nothing for half a minute is killed and started again', async () => {
    const { port, listener, children, time, said } = supervised();
    port.start(SETTINGS, listener);
    children[0]!.tell({ tell: 'ready' });
    await beats(time, children[0]!, 100_000);
    await time.pass(19_000);
    expect(children[0]!.killed).toBe(false);
    await time.pass(17_000);
    expect(children[0]!.killed).toBe(true);
    expect(children).toHaveLength(2);
    expect(said).toEqual(['The scanner driver has ended (SIGKILL); it is started again.']);
  });

  test('is told to stop, is killed where it does not, and is not started again', async () => {
    const { port, listener, children, time, heard } = supervised();
    port.start(SETTINGS, listener);
    children[0]!.tell({ tell: 'ready' });
    const stopping = port.stop();
    expect(children[0]!.orders.at(-1)).toEqual({ say: 'stop' });
    await time.pass(4_900);
    expect(children[0]!.killed).toBe(false);
    await time.pass(200);
    await stopping;
    expect(children[0]!.killed).toBe(true);
    await time.pass(60_000);
    expect(children).toHaveLength(1);
    expect(heard).toEqual(['restarting', 'running']);
  });

  test('that cannot even be killed, for the kernel hangs in a device, keeps nobody waiting', async () => {
    const { port, listener, children, time } = supervised();
    port.start(SETTINGS, listener);
    children[0]!.kill = () => undefined;
    const stopping = port.stop();
    await time.pass(6_100);
    await stopping;
  });

  test('can be stopped while it is waited for', async () => {
    const { port, listener, children, time } = supervised();
    port.start(SETTINGS, listener);
    children[0]!.end();
    await port.stop();
    await time.pass(60_000);
    expect(children).toHaveLength(1);
  });
});

describe('a driver in a process of its own', () => {
  test.each(['SIGKILL', 'SIGSEGV'] as const)('that ends by %s is started again and reads again', async (signal) => {
    const pids: (number | undefined)[] = [];
    const said: string[] = [];
    const { heard, listener, until } = desk();
    const port = scannerProcess({
      spawn() {
        const child = forkFile(new URL('../scanners/memory-driver.ts', import.meta.url));
        pids.push(child.pid);
        return child;
      },
      clock: machineClock(0),
      timer: machineTimer,
      say: (text) => said.push(text),
      onBug,
    });
    onTestFinished(() => port.stop());
    port.start(SETTINGS, listener);
    await until('A045198723');
    const before = heard.length;
    process.kill(pids[0]!, signal);
    await until('A045198723', before);
    const after = heard.slice(before);
    expect(after.indexOf('restarting')).toBeGreaterThanOrEqual(0);
    expect(after.indexOf('running')).toBeGreaterThan(after.indexOf('restarting'));
    expect(pids).toHaveLength(2);
    expect(said).toEqual([`The scanner driver has ended (${signal}); it is started again.`]);
    await port.stop();
    expect(() => process.kill(pids[1]!, 0)).toThrow(/ESRCH/);
  });

  test('ends with the program that started it, also where a native call never ends', async () => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'kaikudesk-stuck-')), 'pipe');
    execFileSync('mkfifo', [pipe]);
    onTestFinished(() => closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)));
    const parent = spawn(process.execPath, [fileURLToPath(new URL('driver-parent.ts', import.meta.url))], {
      env: { ...process.env, STUCK: pipe },
    });
    parent.stderr.resume();
    await once(parent.stdout, 'data');
    const gone = once(parent.stderr, 'end');
    parent.kill('SIGKILL');
    await gone;
  });

  test('ends with the program that started it, and writes nothing to its standard output', async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL('driver-parent.ts', import.meta.url))], {
      env: { ...process.env, TALKATIVE: '1' },
    });
    let written = '';
    let errors = '';
    parent.stdout.on('data', (data) => (written += String(data)));
    parent.stderr.on('data', (data) => (errors += String(data)));
    await once(parent.stdout, 'data');
    // The driver holds the same standard error, which is at its end only when both are gone.
    const gone = once(parent.stderr, 'end');
    parent.kill('SIGKILL');
    await gone;
    expect(written).toBe('scan\n');
    expect(errors).toBe('a word on standard output\n');
  });

  test.skipIf(withoutPtys())('the real one reads a port, dies, and reads it again', async () => {
    const reader = await plugReader();
    onTestFinished(() => reader.remove());
    const id = `${PATH_ID}${reader.path}`;
    const pids: (number | undefined)[] = [];
    const { heard, listener, until } = desk(id);
    const port = scannerProcess({
      spawn() {
        const child = forkFile(DRIVER_FILE);
        pids.push(child.pid);
        return child;
      },
      clock: machineClock(0),
      timer: machineTimer,
      say: () => undefined,
      onBug,
    });
    onTestFinished(() => port.stop());
    port.start({ ...SETTINGS, chosen: [{ id, use: true }] }, listener);
    await until('devices connected');
    await reader.send(Buffer.from('A045198723\r\n'));
    await until('A045198723');
    const before = heard.length;
    process.kill(pids[0]!, 'SIGSEGV');
    await until('devices connected', before);
    await reader.send(Buffer.from('AM99000123\r\n'));
    await until('AM99000123', before);
    await reader.unplug();
    await until('devices lost', before);
    const back = heard.length;
    await reader.plug();
    await until('devices connected', back);
    await reader.send(Buffer.from('A045198723\r\n'));
    await until('A045198723', back);
  });
});
