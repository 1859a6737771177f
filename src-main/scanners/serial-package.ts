/** The serialport package, behind the little that the desk needs of it. */
import type { SerialPort } from 'serialport';
import { DeviceNotOpened, type FoundDevice, type OpenFailure } from './ports.ts';
import { mendPort } from './serial-unix-port.ts';
import { hexadecimal, sysfsPorts } from './serial-sysfs.ts';

/** One port of the package; it opens when it is told to. */
export type Port = Pick<SerialPort, 'open' | 'close' | 'on' | 'port'>;

export interface SerialPackage {
  /** The ports that the system knows. */
  list(): Promise<FoundDevice[]>;
  port(path: string, baudRate: number): Port;
}

type Listed = Awaited<ReturnType<typeof SerialPort.list>>[number];

/**
 * Loads the package, whose native part may be missing or built for another machine: then it throws, and so does
 * whatever the bus does with it. On Linux the package lists ports through a program of udev, started anew each time,
 * that containers and small systems do not have; the same facts lie in sysfs, so they are read from there.
 */
export async function loadSerialport(): Promise<SerialPackage> {
  const serialport = await import('serialport');
  return {
    list: process.platform === 'linux' ? () => sysfsPorts('/sys') : () => serialport.SerialPort.list().then(found),
    port: (path, baudRate) => new serialport.SerialPort({ path, baudRate, autoOpen: false }),
  };
}

/** Ports as Windows and macOS tell them: numbers in hexadecimal, Windows' name with the port's in brackets. */
export function found(ports: readonly Listed[]): FoundDevice[] {
  return ports.map((port) => ({
    kind: 'serial',
    path: port.path,
    vendorId: hexadecimal(port.vendorId ?? null),
    productId: hexadecimal(port.productId ?? null),
    serialNumber: port.serialNumber ?? null,
    manufacturer: port.manufacturer ?? null,
    product: 'friendlyName' in port && typeof port.friendlyName === 'string' ? port.friendlyName : null,
    usagePage: null,
    usage: null,
    interfaceNumber: null,
  }));
}

/** Opens the port, which nobody listens to yet, or throws DeviceNotOpened. The package gives no codes, only the system's words in English. */
export function openPort(port: Port): Promise<void> {
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error !== null) return reject(new DeviceNotOpened(failureOf(error.message), error.message));
      // Nothing has been read yet: reading begins with the first listener.
      if (port.port !== undefined) mendPort(port.port);
      return resolve();
    });
  });
}

/** Windows denies access to a port that another program holds; ports there have no rights of their own. */
const WORDS: readonly (readonly [OpenFailure, RegExp])[] = [
  ['no-permission', /permission denied|operation not permitted/i],
  ['busy', /cannot lock port|resource busy|device or resource busy|access denied/i],
  ['gone', /no such (?:file|device)|file not found/i],
];

/** Why a port did not open, from what the package says. */
export function failureOf(message: string): OpenFailure {
  return WORDS.find(([, words]) => words.test(message))?.[0] ?? 'failed';
}
