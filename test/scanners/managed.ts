/** A manager at work over buses in memory, under virtual time. */
import type { DeviceKind, ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import { PRESET_SCANNERS, scannerDevice } from '../../src-shared/desk-api/scanners.ts';
import { classify } from '../../src-shared/scan/scanner-vendors.ts';
import { createManager, type ScannerManager } from '../../src-main/scanners/manager.ts';
import type { DriverPast } from '../../src-main/scanners/ports.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { memoryBus, type MemoryBus } from './memory-bus.ts';

export interface Managed {
  readonly time: VirtualTime;
  readonly hid: MemoryBus;
  readonly serial: MemoryBus;
  readonly manager: ScannerManager;
  /** Texts with the ids of their devices; `partial`: one was not whole. */
  readonly scans: string[];
  readonly bugs: unknown[];
  /** Every list that was told, validated. */
  readonly told: (readonly ScannerDevice[])[];
  configure(changes: Partial<DriverSettings>): void;
  devices(): readonly ScannerDevice[];
  /** Kinds that cannot be listed, as told last. */
  blind(): readonly DeviceKind[];
  /** States by id. */
  states(): Record<string, string>;
  pass(milliseconds: number): Promise<void>;
  /** The machine sleeps: time goes on and nothing happens meanwhile. */
  sleep(milliseconds: number): void;
}

/** Nothing is known of processes before. */
export const NO_PAST: DriverPast = { used: [], suspects: [], avoided: [] };

/** Starts it; nothing has been looked at before time passes. */
export function managed(preset: Partial<DriverSettings> = {}, past: Partial<DriverPast> = {}): Managed {
  const time = new VirtualTime();
  let slept = 0;
  const [hid, serial] = [memoryBus('hid', time), memoryBus('serial', time)];
  let settings: DriverSettings = { ...PRESET_SCANNERS, ...preset };
  const scans: string[] = [];
  const bugs: unknown[] = [];
  const told: (readonly ScannerDevice[])[] = [];
  let blindKinds: readonly DeviceKind[] = [];
  const manager = createManager(
    {
      buses: [hid, serial],
      clock: { now: () => time.now() + slept },
      timer: time,
      classify,
      onScan: ({ text, device }) => void scans.push(`${device} ${text}`),
      onPartial: () => void scans.push('partial'),
      onDevices(devices, blind) {
        told.push(devices.map((device) => scannerDevice.parse(device)));
        blindKinds = blind;
      },
      onBug: (error) => void bugs.push(error),
    },
    settings,
    { ...NO_PAST, ...past },
  );
  const devices = (): readonly ScannerDevice[] => told.at(-1) ?? [];
  return {
    time,
    hid,
    serial,
    manager,
    scans,
    bugs,
    told,
    configure(changes) {
      settings = { ...settings, ...changes };
      manager.configure(settings);
    },
    devices,
    blind: () => blindKinds,
    states: () => Object.fromEntries(devices().map(({ id, state }) => [id, state])),
    pass: (milliseconds) => time.pass(milliseconds),
    sleep: (milliseconds) => void (slept += milliseconds),
  };
}
