/** What a device is in words: its name, where it is plugged in, how it is doing. */
import type { DeviceState, ScannerDevice, ScannersState } from '../../../src-shared/desk-api/scanners.ts';
import type { Translate } from '../../stores/context.ts';

/** `attention`: staff can do something about it. */
export type Tone = 'good' | 'calm' | 'attention';

export const TONES: Readonly<Record<DeviceState, Tone>> = {
  connected: 'good',
  reconnecting: 'attention',
  lost: 'attention',
  'no-permission': 'attention',
  busy: 'attention',
  'keyboard-mode': 'calm',
  found: 'calm',
  absent: 'calm',
};

/** All devices to show: those that the desk sees, and those that have worked here and are not plugged in. */
export function devicesToShow({ devices, settings, driver }: ScannersState): readonly ScannerDevice[] {
  if (driver === 'away') return devices;
  const seen = new Set(devices.map(({ id }) => id));
  const absent = settings.known
    .filter(({ id }) => !seen.has(id))
    .map((known): ScannerDevice => ({ ...known, path: null, state: 'absent' }));
  return [...devices, ...absent];
}

/** What the device calls itself, or that it does not. */
export function nameOf(t: Translate, { name }: Pick<ScannerDevice, 'name'>): string {
  return name === '' ? t('scanners.unnamed') : name;
}

/** Its bus, vendor and product as the system writes them, and path, for whoever looks after the machine. */
export function placeOf(t: Translate, { kind, vendorId, productId, path }: ScannerDevice): string {
  const numbers = vendorId === null ? null : [vendorId, productId ?? 0].map(inHexadecimal).join(':');
  return [t(`scanners.kind.${kind}`), numbers, path].filter((part) => part !== null).join(' · ');
}

/** A USB number as four hexadecimal digits. */
export function inHexadecimal(number: number): string {
  return number.toString(16).padStart(4, '0');
}
