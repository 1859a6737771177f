/** Serial ports as Linux shows them in sysfs. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FoundDevice } from './ports.ts';

/** USB devices, adapters, Bluetooth, and RS-232; virtual consoles and pseudo terminals are no ports. */
const NAMES = /^(?:tty(?:ACM|USB|S)|rfcomm)\d+$/;

/** From a port's device up to its USB device: the port of an adapter, the interface, the device. */
const LEVELS = 3;

/** Lists the ports below `root`, `/sys` on a real system. Ports that vanish meanwhile are left out. */
export async function sysfsPorts(root: string): Promise<FoundDevice[]> {
  const folder = join(root, 'class/tty');
  const names = (await readdir(folder)).filter((name) => NAMES.test(name)).toSorted();
  const ports = await Promise.all(names.map((name) => portOf(join(folder, name), name)));
  return ports.filter((port) => port !== null);
}

async function portOf(folder: string, name: string): Promise<FoundDevice | null> {
  // The kernel keeps places for RS-232 ports that no machine has; their type is 0, unknown.
  if (name.startsWith('ttyS') && [null, '0'].includes(await wordOf(folder, 'type'))) return null;
  const device = await realpath(join(folder, 'device')).catch(() => null);
  if (device === null && !name.startsWith('rfcomm')) return null;
  const { usb, interfaceNumber } = await usbOf(device);
  return {
    kind: 'serial',
    path: `/dev/${name}`,
    vendorId: hexadecimal(await wordOf(usb, 'idVendor')),
    productId: hexadecimal(await wordOf(usb, 'idProduct')),
    serialNumber: await wordOf(usb, 'serial'),
    manufacturer: await wordOf(usb, 'manufacturer'),
    product: await wordOf(usb, 'product'),
    usagePage: null,
    usage: null,
    interfaceNumber,
  };
}

/** The folder of the USB device that a port belongs to, and the interface on the way to it. */
async function usbOf(device: string | null): Promise<{ usb: string | null; interfaceNumber: number | null }> {
  let folder = device;
  let interfaceNumber: number | null = null;
  for (let level = 0; level < LEVELS && folder !== null; level += 1) {
    if ((await wordOf(folder, 'idVendor')) !== null) return { usb: folder, interfaceNumber };
    interfaceNumber ??= hexadecimal(await wordOf(folder, 'bInterfaceNumber'));
    folder = dirname(folder);
  }
  return { usb: null, interfaceNumber: null };
}

/** What a file of sysfs says, or null where there is none. */
async function wordOf(folder: string | null, name: string): Promise<string | null> {
  if (folder === null) return null;
  const text = await readFile(join(folder, name), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

/** At most four hexadecimal digits, as USB's numbers are written, or null where they are none. */
export function hexadecimal(digits: string | null): number | null {
  return digits !== null && /^[0-9a-f]{1,4}$/i.test(digits) ? Number.parseInt(digits, 16) : null;
}
