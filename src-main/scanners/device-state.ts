/** What a device is to this desk, and how it is shown. */
import type { DeviceState, ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import type { DeviceClass } from '../../src-shared/scan/scanner-vendors.ts';
import type { DriverSettings } from '../services/scanner-port.ts';
import type { ConnectionStatus } from './device-connection.ts';
import type { PluggedDevice } from './device-ids.ts';
import type { FoundDevice } from './ports.ts';

/** A device that is plugged in and that is or could be a scanner. */
export interface Candidate extends PluggedDevice {
  readonly class: Exclude<DeviceClass, 'other'>;
  /** The entry to open where it is used; null: there is none, it types. */
  readonly opens: FoundDevice | null;
}

/** All that is known of a device now. */
export interface Standing {
  readonly id: string;
  /** Null: it is not plugged in. */
  readonly candidate: Candidate | null;
  /** What staff chose: to use it, or to put it aside; null: nothing. */
  readonly chosen: boolean | null;
  /** Null: it has never been opened. */
  readonly status: ConnectionStatus | null;
  /** It was connected, and has not been put aside since. */
  readonly used: boolean;
}

type Known = DriverSettings['known'][number];

/** The device as a candidate by the best of its entries, none of which is `other`. */
export function candidateOf(device: PluggedDevice, classify: (found: FoundDevice) => DeviceClass): Candidate {
  const of = (wanted: DeviceClass): FoundDevice | null =>
    device.collections.find((found) => classify(found) === wanted) ?? null;
  const scanner = of('scanner');
  if (scanner !== null) return { ...device, class: 'scanner', opens: scanner };
  return { ...device, class: of('keyboard-mode') === null ? 'maybe' : 'keyboard-mode', opens: of('maybe') };
}

/** The entry that is to be open now; null: the device is left alone. A choice of staff wins over what it is taken for. */
export function wantedEntry({ candidate, chosen }: Pick<Standing, 'candidate' | 'chosen'>): FoundDevice | null {
  if (candidate === null || chosen === false) return null;
  return candidate.class === 'scanner' || chosen === true ? candidate.opens : null;
}

/** The device's line in the list; null: it is not shown. `known` is what the desk remembers of it. */
export function shownDevice(standing: Standing, known: Known | null): ScannerDevice | null {
  const state = stateOf(standing, known !== null);
  if (state === null) return null;
  const { id, candidate } = standing;
  const entry = candidate?.opens ?? candidate?.collections[0];
  if (entry !== undefined) return { ...knownAs(id, entry), path: entry.path.slice(0, 300), state };
  return known === null ? null : { ...known, path: null, state };
}

/** What is remembered of a device that is plugged in. */
export function knownAs(id: string, found: FoundDevice): Known {
  const { kind, vendorId, productId } = found;
  return { id, kind, name: nameOf(found), vendorId, productId };
}

function stateOf({ candidate, chosen, status, used }: Standing, isKnown: boolean): DeviceState | null {
  if (candidate === null) {
    if (used) return 'lost';
    return isKnown ? 'absent' : null;
  }
  if (wantedEntry({ candidate, chosen }) === null) {
    return candidate.class === 'keyboard-mode' && chosen !== false ? 'keyboard-mode' : 'found';
  }
  if (status?.open === true) return 'connected';
  const trouble = status?.trouble ?? null;
  // Also while it is opened for the first time: `found` would say that it is left alone.
  return trouble === 'no-permission' || trouble === 'busy' ? trouble : 'reconnecting';
}

function nameOf({ product, manufacturer }: FoundDevice): string {
  return (product ?? manufacturer ?? '').trim().slice(0, 200);
}
