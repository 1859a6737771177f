/** Which of the system's entries are one device, and its id, which stays the same after a replug. */
import type { FoundDevice } from './ports.ts';

/** One device that is plugged in, with all entries that the system lists of it. */
export interface PluggedDevice {
  readonly id: string;
  /** At least one; a HID device has one for each of its collections. */
  readonly collections: readonly FoundDevice[];
}

/** An id has at most 200 characters. */
const LONGEST_SERIAL_NUMBER = 120;
const LONGEST_PATH = 180;

const portOrder = new Intl.Collator('en', { numeric: true });

/**
 * Sorts what one bus lists into devices. The id is made of kind, vendor, product and serial number; of devices that share
 * all of these the second is `#2` and so on, by the order of their ports. Who has an id in `before` keeps it for as long as
 * one of its paths is listed, whatever is plugged in or out beside it. What has no vendor is known by its path.
 */
export function identify(found: readonly FoundDevice[], before: readonly PluggedDevice[]): PluggedDevice[] {
  return [...Map.groupBy(found, baseId)].flatMap(([base, entries]) => withOrdinals(base, apart(entries), before));
}

function baseId({ kind, vendorId, productId, serialNumber, path }: FoundDevice): string {
  if (vendorId === null) return `${kind}:path:${path.slice(0, LONGEST_PATH)}`;
  return `${kind}:${hexadecimal(vendorId)}:${hexadecimal(productId ?? 0)}:${plain(serialNumber ?? '')}`;
}

function hexadecimal(number: number): string {
  return number.toString(16).padStart(4, '0');
}

/** Serial numbers come with control characters, and very long; `#` is ours. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .replaceAll('#', '-')
    .trim()
    .slice(0, LONGEST_SERIAL_NUMBER);
}

/** Serial ports are a device each; HID entries that differ in interface or usage are parts of one device; those that are alike under two paths are two devices. */
function apart(entries: readonly FoundDevice[]): FoundDevice[][] {
  const paths = [...Map.groupBy(entries, ({ path }) => path)].toSorted(([a], [b]) => portOrder.compare(a, b));
  const seen = new Map<string, number>();
  const devices: FoundDevice[][] = [];
  for (const [, collections] of paths) {
    const shape = collections
      .map(({ kind, interfaceNumber, usagePage, usage }) =>
        kind === 'serial' ? kind : `${interfaceNumber}/${usagePage}/${usage}`,
      )
      .toSorted()
      .join();
    const index = seen.get(shape) ?? 0;
    seen.set(shape, index + 1);
    devices[index] = [...(devices[index] ?? []), ...collections];
  }
  return devices;
}

function withOrdinals(
  base: string,
  devices: readonly FoundDevice[][],
  before: readonly PluggedDevice[],
): PluggedDevice[] {
  const taken = new Set<string>();
  const kept = devices.map((collections) => {
    const same = before.find(
      ({ id, collections: earlier }) =>
        isOrdinalOf(base, id) &&
        !taken.has(id) &&
        earlier.some(({ path }) => collections.some((one) => one.path === path)),
    );
    if (same !== undefined) taken.add(same.id);
    return same?.id;
  });
  return devices.map((collections, index) => {
    const id = kept[index] ?? firstFree(base, taken);
    taken.add(id);
    return { id, collections };
  });
}

function isOrdinalOf(base: string, id: string): boolean {
  return id === base || (id.startsWith(`${base}#`) && /^\d+$/.test(id.slice(base.length + 1)));
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  let ordinal = 1;
  const named = (): string => (ordinal === 1 ? base : `${base}#${ordinal}`);
  while (taken.has(named())) ordinal += 1;
  return named();
}
