/** What this desk remembers of its scanners. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { PRESET_SCANNERS, type ScannerDevice, type ScannerSettings } from '../../src-shared/desk-api/scanners.ts';
import { ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';

const MOST = 100;

/** The settings, or the presets. */
export function scannerSettingsOf({ store }: Pick<DeskContext, 'store'>): ScannerSettings {
  return store.settings.read('scanners') ?? PRESET_SCANNERS;
}

/** Takes the settings that staff change; what the desk has learnt of devices stays. */
export function setScanners(context: DeskContext, wanted: PayloadOf<'scanners.settings'>): Result<null, DeskErrorCode> {
  return keep(context, { ...scannerSettingsOf(context), ...wanted });
}

/** Uses a device from now on, or puts it aside. */
export function chooseScanner(
  context: DeskContext,
  { deviceId, use }: PayloadOf<'scanners.choose'>,
): Result<null, DeskErrorCode> {
  const settings = scannerSettingsOf(context);
  const others = settings.chosen.filter(({ id }) => id !== deviceId);
  return keep(context, { ...settings, chosen: [{ id: deviceId, use }, ...others].slice(0, MOST) });
}

/** Remembers a device that has been read from. */
export function rememberScanner(
  context: DeskContext,
  { id, kind, name, vendorId, productId }: ScannerDevice,
): Result<null, DeskErrorCode> {
  const settings = scannerSettingsOf(context);
  if (settings.known.some((known) => known.id === id)) return ok(null);
  return keep(context, {
    ...settings,
    known: [{ id, kind, name, vendorId, productId }, ...settings.known].slice(0, MOST),
  });
}

function keep(context: DeskContext, settings: ScannerSettings): Result<null, DeskErrorCode> {
  const { store, scanners, push } = context;
  const written = store.transaction(() => store.settings.write('scanners', settings));
  if (!written.ok) return written;
  scanners.configure(settings);
  push.changed();
  return ok(null);
}
