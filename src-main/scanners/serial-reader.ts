/** An open serial port as a device of the desk: its bytes become scans. */
import type { DriverSettings } from '../services/scanner-port.ts';
import { serialScan } from '../../src-shared/scan/serial-frame.ts';
import { startFraming, takeBytes, takeSilence, type FramingStep } from '../../src-shared/scan/serial-framing.ts';
import type { DeviceListener, OpenDevice } from './ports.ts';
import type { Port } from './serial-package.ts';

/** After so many milliseconds a port that does not answer to being closed counts as closed. */
export const CLOSE_LIMIT = 2_000;

/**
 * Reads an open port until it is closed, here or by unplugging. `device` is its id in the scans. A frame that was under
 * way then is dropped. Where the system never tells that a port is gone (Windows after an unplug), the list of ports does:
 * whoever polls it calls `close`, which then ends in time all the same.
 */
export function readPort(
  port: Port,
  device: string,
  { framing, baudRate }: DriverSettings['serial'],
  listener: DeviceListener,
): OpenDevice {
  let state = startFraming(framing, baudRate);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let closed: Promise<void> | null = null;

  const take = (step: FramingStep): void => {
    ({ state } = step);
    clearTimeout(timer);
    if (state.waitUntil !== null) timer = setTimeout(ring, state.waitUntil - performance.now());
    if (step.cut && !isOver) listener.onPartial();
    for (const frame of step.frames) {
      const scan = serialScan(frame, 'serial', device, Date.now());
      if (scan !== null && !isOver) listener.onScan(scan, frame.raw);
    }
  };
  // Timers may ring a part of a millisecond too soon.
  const ring = (): void => take(takeSilence(state, Math.max(performance.now(), state.waitUntil ?? 0)));
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const lost = (): void => {
    if (isOver) return;
    end();
    listener.onClosed();
  };

  const letGo = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      const limit = setTimeout(resolve, CLOSE_LIMIT);
      // It answers with an error where the port has gone already.
      port.close(() => {
        clearTimeout(limit);
        resolve();
      });
    });
    return closed;
  };

  port.on('data', (bytes: Uint8Array) => {
    if (!isOver) take(takeBytes(state, bytes, performance.now()));
  });
  port.on('close', lost);
  port.on('error', () => {
    lost();
    void letGo();
  });
  return {
    close: () => {
      end();
      return letGo();
    },
  };
}
