/** The process of devices: started, supervised, started again; what dies there takes nothing with it. */
import { describe, expect, test } from 'vitest';
import { scannerProcess, type DriverChild } from '../../src-main/hosts/scanner-process.ts';
import type { DriverOrder } from '../../src-main/scanners/ports.ts';
import type { DriverSettings, ScannerListener } from '../../src-main/services/scanner-port.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { RAW, readOf, SCANNER } from '../desk/scanner-port.ts';
import { NO_PAST } from '../scanners/managed.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { desk } from './hearing-desk.ts';

const { serial, chosen, known } = PRESET_SCANNERS;
const SETTINGS: DriverSettings = { serial, chosen, known };

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
      { say: 'configure', settings: faster, past: NO_PAST },
      { say: 'configure', settings: SETTINGS, past: NO_PAST },
    ]);
    expect(heard).toEqual(['restarting', 'running']);
  });

  test('hands on scans and devices, and nothing that is no news', () => {
    const { port, listener, children, heard, said } = supervised();
    port.start(SETTINGS, listener);
    const [child] = children;
    child!.tell({ tell: 'ready' });
    child!.tell({ tell: 'devices', devices: [SCANNER], blind: ['serial'] });
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
    children[0]!.tell({ tell: 'devices', devices: [SCANNER, { ...SCANNER, id: 'hid:1', state: 'busy' }], blind: [] });
    children[0]!.end();
    expect(heard.at(-1)).toBe('devices reconnecting,busy');
    expect(said).toEqual(['The scanner driver has ended (code 1); it is started again.']);
    await time.pass(250);
    children[1]!.tell({ tell: 'ready' });
    expect(heard.slice(-2)).toEqual(['restarting', 'running']);
    const { state: _state, path: _path, ...used } = SCANNER;
    const past = { ...NO_PAST, used: [used] };
    expect(children[1]!.orders).toEqual([{ say: 'configure', settings: SETTINGS, past }]);
    // The first one's last words come late, and are nobody's.
    children[0]!.tell({ tell: 'scan', scan: readOf('A045198723'), raw: RAW });
    expect(heard).not.toContain('A045198723');
  });

  test('that dies while it opens a device suspects it, and leaves it alone when it was the same one again', async () => {
    const { port, listener, children, time } = supervised();
    port.start(SETTINGS, listener);
    const [one, two] = ['hid:1', 'serial:2'];
    const pastOf = (child: number) => {
      children[child]!.tell({ tell: 'ready' });
      return children[child]!.orders.at(-1);
    };
    const dies = async (child: number): Promise<void> => {
      children[child]!.end();
      await time.pass(1_000);
    };
    expect(pastOf(0)).toMatchObject({ past: { suspects: [], avoided: [] } });
    for (const id of [one, two]) children[0]!.tell({ tell: 'opening', id });
    await dies(0);
    expect(pastOf(1)).toMatchObject({ past: { suspects: [one, two], avoided: [] } });
    for (const tell of ['opening', 'opened']) children[1]!.tell({ tell, id: two });
    children[1]!.tell({ tell: 'opening', id: one });
    await dies(1);
    expect(pastOf(2)).toMatchObject({ past: { suspects: [], avoided: [one] } });
    // Plugged in anew it was opened.
    for (const tell of ['opening', 'opened']) children[2]!.tell({ tell, id: one });
    await dies(2);
    expect(pastOf(3)).toMatchObject({ past: { suspects: [], avoided: [] } });
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
