/** Why there is no picture, or nothing is read from it: stable codes, each with a sentence for staff. */
import type { DecoderError } from './frame-decoder.ts';

/**
 * `denied`: the camera may not be used here, by choice of a person or of the system. `none`: there is none. `busy`: another
 * program holds it. `unplugged`: it went away while in use. `no-picture`: it is on and sends none. `unavailable`: this browser,
 * or this address, offers none.
 */
export type CameraProblem =
  | 'camera.denied'
  | 'camera.none'
  | 'camera.busy'
  | 'camera.unplugged'
  | 'camera.no-picture'
  | 'camera.unavailable'
  | 'camera.failed'
  | DecoderError;

/** Names of what `getUserMedia` and `play` reject with (Media Capture and Streams). */
const CODES: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'camera.denied',
  SecurityError: 'camera.denied',
  NotFoundError: 'camera.none',
  OverconstrainedError: 'camera.none',
  NotReadableError: 'camera.busy',
  AbortError: 'camera.busy',
};

/** The code of what a browser threw when asked for the camera. */
export function problemOf(thrown: unknown): CameraProblem {
  return (thrown instanceof DOMException ? CODES[thrown.name] : undefined) ?? 'camera.failed';
}

const ENDING_WITH_A_DEVICE: ReadonlySet<CameraProblem> = new Set([
  'camera.none',
  'camera.unplugged',
  'camera.busy',
  'camera.no-picture',
]);

/** Whether another camera plugged in, or the same one anew, could be the end of it. */
export function endsWithAnotherDevice(problem: CameraProblem): boolean {
  return ENDING_WITH_A_DEVICE.has(problem);
}
