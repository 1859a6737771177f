/** The bus of HID scanners in POS mode (usage page 0x8C), over node-hid. */
import { describeHid } from '../../src-shared/scan/hid-descriptor.ts';
import type { HidLayout } from '../../src-shared/scan/hid-layout.ts';
import { profileOf } from '../../src-shared/scan/hid-profiles.ts';
import {
  CONTINUATION_TIMEOUT,
  expire,
  NO_REPORTS,
  takeReport,
  type HidStep,
} from '../../src-shared/scan/hid-report.ts';
import { classify } from '../../src-shared/scan/scanner-vendors.ts';
import { failureOf, type HidHandle, type HidPackage, type HidSystem } from './hid-package.ts';
import { DeviceNotOpened, type Bus, type DeviceListener, type FoundDevice, type OpenDevice } from './ports.ts';

export interface HidBusParts {
  /** Loads the package, again each time: what failed may have been repaired. */
  load(): Promise<HidPackage>;
  readonly system: HidSystem;
  /** The machine's clock, in milliseconds. */
  now(): number;
  /** Milliseconds of a clock that only goes forward. */
  elapsed(): number;
}

/** How a device's reports are read. */
interface Reading {
  readonly layouts: readonly HidLayout[];
  /** A feature report to send first, or null. */
  readonly enabling: readonly number[] | null;
}

/**
 * The bus. It lists scanners, and keyboards that are scanners in keyboard mode, so that these can be explained; nothing
 * else is shown or opened. A package that cannot be loaded is an error of `list` and `open`, not of the process.
 */
export function hidBus(parts: HidBusParts): Bus {
  const { load, system } = parts;
  return {
    kind: 'hid',
    async list() {
      return (await (await load()).list()).filter((found) => classify(found) !== 'other');
    },
    async open(found, id, _settings, listener) {
      const hid = await load().catch(() => {
        throw new DeviceNotOpened('failed', 'The HID driver cannot be loaded.');
      });
      const reading = await readingOf(system, found);
      const handle = await hid.open(found.path).catch(async (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        throw new DeviceNotOpened(failureOf(message, await system.barred(found.path)), message);
      });
      return readReports(handle, reading, id, parts, listener);
    },
  };
}

/**
 * By the device's own description where it can be had, by what its maker publishes otherwise. Throws DeviceNotOpened where it
 * is another device by now: a keyboard may have the path that a scanner had.
 */
async function readingOf(system: HidSystem, { path, vendorId }: FoundDevice): Promise<Reading> {
  const descriptor = await system.descriptor(path);
  const { layouts, isOther, featureIds } = describeHid(descriptor ?? new Uint8Array());
  if (isOther) throw new DeviceNotOpened('gone', 'What has this path now is no scanner.');
  const profile = profileOf(vendorId);
  const isDescribed = layouts.length > 0;
  const [reportId] = profile.enabling ?? [];
  const takesIt = reportId !== undefined && (!isDescribed || featureIds.has(reportId));
  return { layouts: isDescribed ? layouts : profile.layouts, enabling: takesIt ? profile.enabling : null };
}

function readReports(
  handle: HidHandle,
  { layouts, enabling }: Reading,
  id: string,
  { now, elapsed }: HidBusParts,
  listener: DeviceListener,
): OpenDevice {
  let state = NO_REPORTS;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | null = null;
  /** The package throws where it is closed twice. */
  const close = (): Promise<void> => {
    clearTimeout(timer);
    return (closing ??= handle.close().catch(() => undefined));
  };
  const take = ({ state: next, read, cut }: HidStep): void => {
    state = next;
    clearTimeout(timer);
    if (state.unfinished !== null) timer = setTimeout(ring, CONTINUATION_TIMEOUT + 1);
    if (cut) listener.onPartial();
    if (read === null) return;
    const { text, symbology, aim, raw } = read;
    listener.onScan({ text, symbology, aim, source: 'hid', device: id, at: now() }, raw);
  };
  const ring = (): void => take(expire(state));
  handle.onFailed(() => {
    if (closing !== null) return;
    void close();
    listener.onClosed();
  });
  handle.onReport((report) => {
    if (closing === null) take(takeReport(state, layouts, report, elapsed()));
  });
  // Not waited for: a device that does not know the report may take seconds to refuse it, and reads all the same.
  if (enabling !== null) handle.sendFeatureReport([...enabling]).catch(() => undefined);
  return { close };
}
