/** The messages between the desk and the process that holds the devices, as both ends check them. */
import { z } from 'zod';
import { DEVICE_KINDS, deviceId, scannerDevice, scannerSettings } from '../../src-shared/desk-api/scanners.ts';
import { rawRead, scanSchema } from '../../src-shared/scan/scan.ts';
import type { DriverSettings } from '../services/scanner-port.ts';
import type { DriverNews, DriverOrder } from './ports.ts';

const driverSettings = scannerSettings.pick({ serial: true, chosen: true, known: true });

const driverPast = z.strictObject({
  used: z.array(scannerSettings.shape.known.element),
  suspects: z.array(deviceId),
  avoided: z.array(deviceId),
});

/** To the driver's process. */
export const driverOrder = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('configure'), settings: driverSettings, past: driverPast }),
  z.strictObject({ say: z.literal('stop') }),
]) satisfies z.ZodType<DriverOrder>;

/** From the driver's process. */
export const driverNews = z.discriminatedUnion('tell', [
  z.strictObject({ tell: z.literal('ready') }),
  z.strictObject({ tell: z.literal('alive') }),
  z.strictObject({ tell: z.literal('scan'), scan: scanSchema, raw: rawRead }),
  z.strictObject({ tell: z.enum(['opening', 'opened']), id: deviceId }),
  z.strictObject({ tell: z.literal('partial') }),
  z.strictObject({ tell: z.literal('devices'), devices: z.array(scannerDevice), blind: z.array(z.enum(DEVICE_KINDS)) }),
]) satisfies z.ZodType<DriverNews>;

/** What the driver needs of the settings, and nothing else of them. */
export function driverSettingsOf({ serial, chosen, known }: DriverSettings): DriverSettings {
  return { serial, chosen, known };
}
