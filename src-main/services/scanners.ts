/** Devices at work for the desk: their scans, their states, what is remembered of them. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { ScannersState } from '../../src-shared/desk-api/scanners.ts';
import { fail, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { enrolmentOf } from './enrolled.ts';
import { scan } from './scan.ts';
import type { ScannerListener } from './scanner-port.ts';
import { rememberScanner, scannerSettingsOf } from './scanner-settings.ts';

/** What devices tell this desk. A scan that cannot be taken is not lost silently: the screen says why. */
export function scannerListener(context: DeskContext): ScannerListener {
  const { session, push, ids, clock } = context;
  function refuse(code: DeskErrorCode): void {
    session.scanners = { ...session.scanners, refused: { refusalId: ids.next(), code } };
    push.changed();
  }
  return {
    onScan(read, raw) {
      const device = session.scanners.devices.find(({ id }) => id === read.device);
      if (device !== undefined) rememberScanner(context, device);
      if (enrolmentOf(context) === null && session.scanners.test === null) return;
      // Guarded by one clock, the desk's.
      const taken = scan(context, { ...read, at: clock.now() }, raw);
      if (!taken.ok) refuse(taken.error.code);
    },
    onPartial() {
      if (enrolmentOf(context) !== null || session.scanners.test !== null) refuse('desk.partial-scan');
    },
    onDevices(devices, blind) {
      session.scanners = { ...session.scanners, devices, blind };
      push.changed();
    },
    onDriver(driver) {
      session.scanners = { ...session.scanners, driver };
      push.changed();
    },
  };
}

/** A scan of the screen's own sources. Before the desk is enrolled only the test area takes any. */
export function takeScreenScan(context: DeskContext, read: PayloadOf<'desk.scan'>): Result<null, DeskErrorCode> {
  const { session, clock } = context;
  if (enrolmentOf(context) === null && session.scanners.test === null) return fail('desk.not-enrolled');
  const { text, source, symbology = null, aim = null, raw = null } = read;
  return scan(context, { text, source, symbology, aim, device: source, at: clock.now() }, raw);
}

/** The scanners' part of the pushed state. */
export function scannersState(context: DeskContext): ScannersState {
  const { devices, blind, test, driver, refused } = context.session.scanners;
  return {
    devices: [...devices],
    blind: [...blind],
    settings: scannerSettingsOf(context),
    test: test === null ? null : [...test],
    driver,
    refused,
  };
}
