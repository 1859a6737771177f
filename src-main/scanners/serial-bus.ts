/** The bus of serial readers: USB ports, adapters, RS-232, and ports that staff named by their path. */
import { realpath, stat } from 'node:fs/promises';
import type { DriverSettings } from '../services/scanner-port.ts';
import { DeviceNotOpened, type Bus, type FoundDevice } from './ports.ts';
import { openPort, type SerialPackage } from './serial-package.ts';
import { readPort } from './serial-reader.ts';

/** Begins the id of a serial device that is known by its path alone. */
export const PATH_ID = 'serial:path:';

export interface SerialBusParts {
  /** Loads the package, again each time: what failed may have been repaired. */
  load(): Promise<SerialPackage>;
  /** The settings in force. */
  settings(): Pick<DriverSettings, 'chosen'>;
}

/**
 * The bus. Besides what the system lists it finds ports that staff chose by path: an entry of `chosen` with the id
 * `serial:path:/dev/…` and `use`, whose path exists and is a character device. So a port can be used that no list knows
 * (a pseudo terminal, an RS-232 port, a link that udev made). A port that is chosen so has no vendor or product of its
 * own, since its path is what it is known by.
 */
export function serialBus({ load, settings }: SerialBusParts): Bus {
  return {
    kind: 'serial',
    async list() {
      const system = await (await load()).list();
      const chosen = await existing(chosenPaths(settings().chosen));
      const taken = new Set([...chosen.keys(), ...chosen.values()]);
      return [...system.filter(({ path }) => !taken.has(path)), ...[...chosen.keys()].map(byPath)];
    },
    async open({ path }, id, { serial }, listener) {
      const serialport = await load().catch(() => {
        throw new DeviceNotOpened('failed', 'The serial driver cannot be loaded.');
      });
      const port = serialport.port(path, serial.baudRate);
      await openPort(port);
      return readPort(port, id, serial, listener);
    },
  };
}

function chosenPaths(chosen: DriverSettings['chosen']): string[] {
  return chosen.filter(({ id, use }) => use && id.startsWith(PATH_ID)).map(({ id }) => id.slice(PATH_ID.length));
}

/** Those of the paths that are ports now, each with the path that it leads to. */
async function existing(paths: readonly string[]): Promise<Map<string, string>> {
  const ports = await Promise.all(paths.map(portAt));
  return new Map(ports.filter((port) => port !== null));
}

async function portAt(path: string): Promise<readonly [string, string] | null> {
  try {
    return (await stat(path)).isCharacterDevice() ? [path, await realpath(path)] : null;
  } catch {
    return null;
  }
}

function byPath(path: string): FoundDevice {
  return {
    kind: 'serial',
    path,
    vendorId: null,
    productId: null,
    serialNumber: null,
    manufacturer: null,
    product: null,
    usagePage: null,
    usage: null,
    interfaceNumber: null,
  };
}
