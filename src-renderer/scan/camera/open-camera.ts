/** Opens the camera and says what it can do; closing it puts out its light. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { problemOf, type CameraProblem } from './camera-problem.ts';

/** What cards need, and cameras have had for fifteen years; more costs time. */
const PICTURE = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** Cameras that do not say which way they face, and are built in above a screen. */
const BUILT_IN = /\b(?:front|integrated|built-?in|internal|facetime|laptop)\b/i;

export interface OpenCamera {
  readonly stream: MediaStream;
  readonly label: string;
  /** The labels of all cameras. */
  readonly choices: readonly string[];
  /** It faces whoever looks at the screen, who expects a mirror. */
  readonly isFront: boolean;
  readonly hasTorch: boolean;
  /** Switches its light on or off; where it refuses, nothing happens. */
  setTorch(on: boolean): Promise<void>;
  /** Hears when it is unplugged. */
  onUnplugged(listener: () => void): void;
  close(): void;
}

/** Opens the camera with a label; null, or where it is not there: the system's first. */
export async function openCamera(label: string | null): Promise<Result<OpenCamera, CameraProblem>> {
  // Absent on an insecure address.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return fail('camera.unavailable');
  try {
    const first = await open(devices, await deviceOf(devices, label));
    // Labels are told only to a page that has a camera: at the first time the choice can be made only now.
    const wanted = await deviceOf(devices, label);
    const isOther = wanted !== null && wanted !== first.getVideoTracks()[0]?.getSettings().deviceId;
    if (isOther) stop(first);
    return ok(describe(isOther ? await open(devices, wanted) : first, await labelsOf(devices)));
  } catch (thrown) {
    return fail(problemOf(thrown));
  }
}

function open(devices: MediaDevices, deviceId: string | null): Promise<MediaStream> {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return devices.getUserMedia({ audio: false, video: { ...PICTURE, ...device } });
}

async function cameras(devices: MediaDevices): Promise<readonly MediaDeviceInfo[]> {
  return (await devices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
}

async function deviceOf(devices: MediaDevices, label: string | null): Promise<string | null> {
  if (label === null) return null;
  return (await cameras(devices)).find((each) => each.label === label)?.deviceId ?? null;
}

async function labelsOf(devices: MediaDevices): Promise<readonly string[]> {
  return [...new Set((await cameras(devices)).map(({ label }) => label))].filter((label) => label !== '');
}

function describe(stream: MediaStream, choices: readonly string[]): OpenCamera {
  const track = stream.getVideoTracks()[0];
  if (track === undefined) throw new DOMException('no picture', 'NotFoundError');
  const { facingMode } = track.getSettings();
  // Not yet in TypeScript's words (MediaStream Image Capture).
  const { torch = false } = track.getCapabilities() as { readonly torch?: boolean };
  return {
    stream,
    label: track.label,
    choices,
    isFront: facingMode === undefined ? BUILT_IN.test(track.label) : facingMode === 'user',
    hasTorch: torch,
    async setTorch(on) {
      await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => undefined);
    },
    onUnplugged: (listener) => track.addEventListener('ended', listener, { once: true }),
    close: () => stop(stream),
  };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
