/** The devices with a serial port that are played on the USB bus: a scanner, and what is none. */
import type { SerialTraits } from './serial-gadget.ts';

export const SERIAL_SCANNER: SerialTraits = {
  name: 'scanner',
  place: 0,
  vendorId: 0x05_f9,
  productId: 0x42_04,
  manufacturer: 'Datalogic',
  product: 'Reader with a port',
  serialNumber: 'COM-1',
};

export const MODEM: SerialTraits = {
  name: 'modem',
  place: 1,
  vendorId: 0x11_99,
  productId: 0x00_01,
  manufacturer: 'Other',
  product: 'USB modem',
  serialNumber: 'COM-2',
};
