/** The machine's cameras by name. */

export interface NamedCamera {
  /** Its label; further cameras with the same label are numbered, in the system's order. */
  readonly name: string;
  readonly deviceId: string;
}

/** Browsers tell labels only to a page that has had a camera: once one is opened they may be there. */
const openings = new EventTarget();

/** The cameras that have a name; none where the browser does not tell labels yet. */
export async function namedCameras(devices: MediaDevices): Promise<readonly NamedCamera[]> {
  const cameras = (await devices.enumerateDevices()).filter(({ kind, label }) => kind === 'videoinput' && label !== '');
  return cameras.map(({ label, deviceId }, index) => {
    const before = cameras.slice(0, index).filter((other) => other.label === label).length;
    return { name: before === 0 ? label : `${label} #${before + 1}`, deviceId };
  });
}

/** Says that a camera has been opened. */
export function tellOpened(): void {
  openings.dispatchEvent(new Event('opened'));
}

/** Hears the cameras' names, now and whenever they may have changed; gives the way to stop. */
export function watchCameras(onNames: (names: readonly string[]) => void): () => void {
  const devices = mediaDevices();
  if (devices === null) return () => undefined;
  const stopped = new AbortController();

  async function look(from: MediaDevices): Promise<void> {
    // Where they cannot be listed there is nothing to choose from.
    const cameras = await namedCameras(from).catch(() => []);
    if (!stopped.signal.aborted) onNames(cameras.map(({ name }) => name));
  }

  const { signal } = stopped;
  devices.addEventListener('devicechange', () => void look(devices), { signal });
  openings.addEventListener('opened', () => void look(devices), { signal });
  void look(devices);
  return () => stopped.abort();
}

/** The browser's cameras and microphones; null on an insecure address. */
export function mediaDevices(): MediaDevices | null {
  return (navigator.mediaDevices as MediaDevices | undefined) ?? null;
}
