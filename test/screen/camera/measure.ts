/** One run over a clip: how many cards were shown, read, misread, read twice, and how soon. */
import type { ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import { openCameraPage } from './camera-page.ts';
import type { Condition } from './conditions.ts';
import type { Watched } from './watch-page.ts';

export interface Figures {
  /** Cards that were shown alone. */
  readonly sent: number;
  readonly read: number;
  /** Scans of another code than was shown, or of cards that were not shown alone. */
  readonly wrong: number;
  readonly doubled: number;
  /** From the first frame that shows a card, as the camera took it, to the message to the desk; in milliseconds. */
  readonly times: readonly number[];
  readonly longTasks: readonly number[];
  readonly frameTimes: readonly number[];
  readonly complaints: readonly string[];
}

/** A scan may come this long after its card went, in milliseconds: what was seen is still being read. */
const LATE = 200;

export interface Run {
  readonly engine: ScannerSettings['camera']['engine'];
  readonly decoderOff: boolean;
  /** Watched for so many frames of the camera, thirty of which are a second. */
  readonly frames: number;
}

/** Plays a condition's clip before the screen's camera. */
export async function measure(condition: Condition, { engine, decoderOff, frames }: Run): Promise<Figures> {
  const camera = await openCameraPage({ clip: condition.clip, camera: { engine }, decoderOff });
  try {
    await camera.page.locator('.viewfinder[data-camera="on"]').waitFor();
    await camera.watchFor(frames);
    return { ...counted(condition, await camera.watched()), complaints: camera.complaints };
  } finally {
    await camera.close();
  }
}

function counted({ codes }: Condition, { shown, sent, longTasks, frameTimes }: Watched): Omit<Figures, 'complaints'> {
  // The last showing may have been cut short by the end of the run, the first one by its beginning.
  const whole = shown.slice(1, -1);
  const counts = { sent: 0, read: 0, doubled: 0 };
  const times: number[] = [];
  const right = new Set<(typeof sent)[number]>();
  for (const [place, { number, at }] of shown.entries()) {
    const code = codes[number - 1] ?? null;
    const until = shown[place + 1]?.at ?? Number.POSITIVE_INFINITY;
    const scans = sent.filter((scan) => scan.text === code && scan.at >= at && scan.at < until + LATE);
    for (const scan of scans) right.add(scan);
    if (code === null || !whole.some((each) => each.at === at)) continue;
    counts.sent += 1;
    counts.read += Math.min(1, scans.length);
    counts.doubled += Math.max(0, scans.length - 1);
    if (scans[0] !== undefined) times.push(scans[0].at - at);
  }
  return { ...counts, wrong: sent.filter((scan) => !right.has(scan)).length, times, longTasks, frameTimes };
}
