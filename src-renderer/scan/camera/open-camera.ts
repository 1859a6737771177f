/** Opens the camera and says what it can do; closing it puts out its light. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { problemOf, type CameraProblem } from './camera-problem.ts';
import { mediaDevices, namedCameras, tellOpened } from './cameras.ts';

/** What cards need, and cameras have had for fifteen years; more costs time. */
const PICTURE = { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/** Cameras that do not say which way they face, and are built in above a screen. */
const BUILT_IN = /\b(?:front|integrated|built-?in|internal|facetime|laptop)\b/i;

export interface OpenCamera {
  readonly stream: MediaStream;
  /** It faces whoever looks at the screen, who expects a mirror. */
  readonly isFront: boolean;
  readonly hasTorch: boolean;
  /** Switches its light on or off; gives whether it did. */
  setTorch(on: boolean): Promise<boolean>;
  /** Whether the camera sends no picture for now. */
  isMuted(): boolean;
  /** Hears when it is unplugged; at once where it is already. */
  onUnplugged(listener: () => void): void;
  close(): void;
}

/** Opens the camera with a name (`namedCameras`); null, or where it is not there: the system's first. */
export async function openCamera(name: string | null): Promise<Result<OpenCamera, CameraProblem>> {
  const devices = mediaDevices();
  if (devices === null) return fail('camera.unavailable');
  let stream: MediaStream | null = null;
  try {
    stream = await open(devices, await deviceOf(devices, name));
    tellOpened();
    // Names are told only to a page that has a camera: at the first time the choice can be made only now.
    const wanted = await deviceOf(devices, name);
    if (wanted !== null && wanted !== stream.getVideoTracks()[0]?.getSettings().deviceId) {
      stop(stream);
      stream = await open(devices, wanted);
    }
    return ok(describe(stream));
  } catch (thrown) {
    // Its light would stay on.
    if (stream !== null) stop(stream);
    return fail(problemOf(thrown));
  }
}

function open(devices: MediaDevices, deviceId: string | null): Promise<MediaStream> {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return devices.getUserMedia({ audio: false, video: { ...PICTURE, ...device } });
}

async function deviceOf(devices: MediaDevices, name: string | null): Promise<string | null> {
  if (name === null) return null;
  return (await namedCameras(devices)).find((each) => each.name === name)?.deviceId ?? null;
}

function describe(stream: MediaStream): OpenCamera {
  const track = stream.getVideoTracks()[0];
  if (track === undefined) throw new DOMException('no picture', 'NotFoundError');
  const { facingMode } = track.getSettings();
  return {
    stream,
    isFront: facingMode === undefined ? BUILT_IN.test(track.label) : facingMode === 'user',
    hasTorch: hasTorch(track),
    setTorch: (on) =>
      track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).then(
        () => true,
        () => false,
      ),
    isMuted: () => track.muted,
    onUnplugged(listener) {
      if (track.readyState === 'ended') listener();
      else track.addEventListener('ended', listener, { once: true });
    },
    close: () => stop(stream),
  };
}

/** Not every browser knows the question, and TypeScript not yet the answer (MediaStream Image Capture). */
function hasTorch(track: Partial<Pick<MediaStreamTrack, 'getCapabilities'>>): boolean {
  const { torch = false } = (track.getCapabilities?.() ?? {}) as { readonly torch?: boolean };
  return torch;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
