/** The process of devices as a real one: killed, started again, and gone with its desk. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { DRIVER_FILE } from '../../src-main/hosts/driver-file.ts';
import { forkFile } from '../../src-main/hosts/web/fork-driver.ts';
import { machineClock, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { scannerProcess } from '../../src-main/hosts/scanner-process.ts';
import type { DriverOrder } from '../../src-main/scanners/ports.ts';
import { PATH_ID } from '../../src-main/scanners/serial-bus.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { plugReader, withoutPtys } from '../scanners/ptys.ts';
import { desk } from './hearing-desk.ts';

const { serial, chosen, known } = PRESET_SCANNERS;
const SETTINGS: DriverSettings = { serial, chosen, known };

function onBug(error: unknown): never {
  throw error;
}

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

  test('that a device crashes leaves that one alone at the third start, and reads the others', async () => {
    vi.stubEnv('FATAL', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { heard, listener, until } = desk();
    const orders: DriverOrder[] = [];
    const third = Promise.withResolvers<void>();
    const port = scannerProcess({
      spawn() {
        const child = forkFile(new URL('../scanners/memory-driver.ts', import.meta.url));
        return {
          ...child,
          send(order) {
            child.send(order);
            if (orders.push(order) === 3) third.resolve();
          },
        };
      },
      clock: machineClock(0),
      timer: machineTimer,
      say: () => undefined,
      onBug,
    });
    onTestFinished(() => port.stop());
    port.start(SETTINGS, listener);
    await third.promise;
    const before = heard.length;
    expect(orders[2]).toMatchObject({ past: { suspects: [], avoided: ['hid:0c2e:0901:FATAL'] } });
    await until('A045198723', before);
    await until('devices reconnecting,connected', before);
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
