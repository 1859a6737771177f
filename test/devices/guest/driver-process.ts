/** The project's own driver process, kept as the desk keeps it, under a user without rights of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { machineClock, machineTimer } from '../../../src-main/hosts/real-ports.ts';
import { scannerProcess, type DriverChild } from '../../../src-main/hosts/scanner-process.ts';
import type { Timer } from '../../../src-shared/kernel/ports.ts';
import { PRESET_SCANNERS, type DeviceState, type ScannerDevice } from '../../../src-shared/desk-api/scanners.ts';
import type { Scan } from '../../../src-shared/scan/scan.ts';

/** The small machine emulates its processors, two of them on a busy one. */
const PATIENCE_MILLISECONDS = 60_000;
/** So many times slower than a processor it may be. */
const EMULATED = 6;
const DRIVER = new URL('../../../src-main/scanners/driver.ts', import.meta.url);

export interface Reached {
  readonly device: ScannerDevice;
  /** From the call until the device was in the state. */
  readonly milliseconds: number;
}

export interface DriverUnderTest {
  devices(): readonly ScannerDevice[];
  /** Resolves once the device is in this state; rejects where it does not come to it. */
  reaches(name: string, state: DeviceState): Promise<Reached>;
  /** Who hears of scans now; null: nobody. */
  hear(listener: ((scan: Scan) => void) | null): void;
  /** What it was seen to hold open whenever a device changed: names of HID devices, paths of other nodes. */
  everHeld(): string[];
  /** Ends its process as a crash in native code would. */
  crash(): void;
  /** Resolves with what its process ended by: a signal that it sends itself once its devices are let go. */
  stop(): Promise<string>;
}

/** Deadlines for a process that is stuck are stretched; pauses are as they are. */
const patientTimer: Timer = {
  sleep: (milliseconds, signal) =>
    machineTimer.sleep(milliseconds >= 5_000 ? milliseconds * EMULATED : milliseconds, signal),
};

/** Starts it for the user with this number. */
export function startDriver(user: number): DriverUnderTest {
  const { serial, chosen, known } = PRESET_SCANNERS;
  let devices: readonly ScannerDevice[] = [];
  let listener: ((scan: Scan) => void) | null = null;
  let child = forkDriver(user);
  let isFirst = true;
  const held = new Set<string>();
  const changed = new EventTarget();
  const driver = scannerProcess({
    spawn() {
      if (!isFirst) child = forkDriver(user);
      isFirst = false;
      return asDriverChild(child);
    },
    clock: machineClock(0),
    timer: patientTimer,
    say: (sentence) => process.stdout.write(`# ${sentence}\n`),
    onBug: (error) => process.stdout.write(`# ${String(error)}\n`),
  });
  driver.start(
    { serial, chosen, known },
    {
      onScan: (scan) => listener?.(scan),
      onDevices(next) {
        devices = next;
        for (const name of heldBy(child.pid)) held.add(name);
        changed.dispatchEvent(new Event('devices'));
      },
      onPartial: () => process.stdout.write('# A scan was not whole.\n'),
      onDriver: () => undefined,
    },
  );

  async function reaches(name: string, state: DeviceState): Promise<Reached> {
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    for (;;) {
      const device = devices.find((one) => one.name.includes(name) && one.state === state);
      if (device !== undefined) return { device, milliseconds: Math.round(performance.now() - startedAt) };
      await once(changed, 'devices', { signal }).catch(() => {
        const seen = devices.map((one) => `${one.name}: ${one.state}`).join(', ');
        throw new Error(`${name} never was ${state}; there are: ${seen === '' ? 'none' : seen}.`);
      });
    }
  }

  return {
    devices: () => devices,
    reaches,
    hear(next) {
      listener = next;
    },
    everHeld: () => [...held],
    crash: () => void child.kill('SIGSEGV'),
    async stop() {
      const exit = once(child, 'exit', { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
      await driver.stop();
      const [code, signal] = (await exit) as [number | null, string | null];
      return signal ?? `code ${code}`;
    },
  };
}

function forkDriver(user: number): ReturnType<typeof fork> {
  return fork(DRIVER, [], { uid: user, gid: user });
}

function asDriverChild(child: ReturnType<typeof fork>): DriverChild {
  return {
    send: (order) => void child.send(order, () => undefined),
    onMessage: (hear) => void child.on('message', hear),
    onEnd: (hear) => void child.once('exit', (code, signal) => hear(String(signal ?? code))),
    kill: () => void child.kill('SIGKILL'),
  };
}

function heldBy(pid: number | undefined): string[] {
  const folder = `/proc/${pid}/fd`;
  const names = orNone(() => readdirSync(folder)) ?? [];
  const nodes = names.map((name) => orNone(() => readlinkSync(`${folder}/${name}`)) ?? '');
  // A node that is gone already says "(deleted)" behind its path.
  return nodes.filter((path) => /^\/dev\/(?:hidraw|input|tty)\S*$/.test(path)).map(nameOf);
}

function nameOf(node: string): string {
  const events = orNone(() => readFileSync(`/sys/class/hidraw/${basename(node)}/device/uevent`, 'utf8')) ?? '';
  return /^HID_NAME=(.*)$/m.exec(events)?.[1] ?? node;
}

/** It may be gone meanwhile. */
function orNone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
