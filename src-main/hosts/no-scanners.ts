/** A host without devices: scans come from the screen alone. */
import type { ScannerPort } from '../services/scanner-port.ts';

/** Finds nothing, holds nothing. */
export function noScanners(): ScannerPort {
  return {
    start: (_settings, { onDriver }) => onDriver('away'),
    configure: () => undefined,
    stop: async () => undefined,
  };
}
