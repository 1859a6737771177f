/** What the machine's keeper has to do so that one device may be opened. */
import type { ScannerDevice } from '../../../src-shared/desk-api/scanners.ts';
import { inHexadecimal } from './words.ts';

/** The file that comes with the program, and where its rules belong. */
export const RULES_FILE = 'resources/udev/70-kaikudesk-scanners.rules';
export const RULES_PLACE = '/etc/udev/rules.d/70-kaikudesk-scanners.rules';

/** Debian's group for serial ports. */
export const SERIAL_GROUP = 'dialout';

/** Stands for the name of the desk's user: whoever gives the command is another one. */
export const USER_NAME = 'USERNAME';

export type Permission =
  /** A udev rule for this device alone. */
  | { readonly way: 'rule'; readonly line: string }
  /** A command that adds a user, whose name is to be put in, to the serial ports' group. */
  | { readonly way: 'group'; readonly line: string }
  /** Not Linux, or nothing to name the device by. */
  | { readonly way: 'ask' };

/** The way for a device that may not be opened. */
export function permissionFor({ kind, vendorId, productId, path }: ScannerDevice): Permission {
  if (path?.startsWith('/dev/') !== true) return { way: 'ask' };
  if (kind === 'serial') return { way: 'group', line: `sudo usermod -aG ${SERIAL_GROUP} ${USER_NAME}` };
  if (vendorId === null) return { way: 'ask' };
  // The HID device's name: bus (USB or Bluetooth), vendor, product and a number.
  const product = productId === null ? '*' : `${nameOf(productId)}.*`;
  return {
    way: 'rule',
    line: `SUBSYSTEM=="hidraw", KERNEL=="hidraw*", KERNELS=="000[35]:${nameOf(vendorId)}:${product}", TAG+="uaccess"`,
  };
}

function nameOf(number: number): string {
  return inHexadecimal(number).toUpperCase();
}
