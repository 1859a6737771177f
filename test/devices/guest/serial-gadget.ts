/** USB devices with a serial port (CDC-ACM) that the kernel's gadget side plays, on a USB bus that it plays too (dummy_hcd). */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const GADGETS = '/sys/kernel/config/usb_gadget';
const ENGLISH = '0x409';

export interface SerialTraits {
  /** Names it among the gadgets. */
  readonly name: string;
  /** Its place on the bus: one device each. */
  readonly place: number;
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string;
  readonly product: string;
  readonly serialNumber: string;
}

export interface SerialGadget {
  plug(): Promise<void>;
  /** Resolves when the device's side has taken it; waits while its buffer is full. */
  send(text: string): Promise<void>;
  unplug(): Promise<void>;
}

/** Describes it to the kernel; it is not plugged in yet. */
export function makeGadget(traits: SerialTraits): SerialGadget {
  const folder = join(GADGETS, traits.name);
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  for (const path of ['', `strings/${ENGLISH}`, 'configs/c.1', 'functions/acm.0']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  write('idVendor', String(traits.vendorId));
  write('idProduct', String(traits.productId));
  write(`strings/${ENGLISH}/manufacturer`, traits.manufacturer);
  write(`strings/${ENGLISH}/product`, traits.product);
  write(`strings/${ENGLISH}/serialnumber`, traits.serialNumber);
  symlinkSync(join(folder, 'functions/acm.0'), join(folder, 'configs/c.1/acm.0'));
  const port = `/dev/ttyGS${readFileSync(join(folder, 'functions/acm.0/port_num'), 'utf8').trim()}`;
  let file: FileHandle | null = null;
  return {
    async plug() {
      write('UDC', `dummy_udc.${traits.place}`);
      // Bytes as they are: no echo, no line ends of a terminal's.
      spawnSync('busybox', ['stty', '-F', port, 'raw', '-echo']);
      file = await open(port, 'r+');
    },
    async send(text) {
      if (file === null) throw new Error('It is not plugged in.');
      await file.write(text);
    },
    async unplug() {
      write('UDC', '\n');
      await file?.close();
      file = null;
    },
  };
}
