/** What the page was given of cameras: its tracks and workers, and the ways to break or hold up the opening. */
import type { JSHandle, Page } from '@playwright/test';

export interface Kept {
  readonly tracks: MediaStreamTrack[];
  readonly workers: Worker[];
  /** How many workers were ended. */
  ended: number;
  /** The name of what `getUserMedia` rejects with; empty: it gives a picture. */
  refusal: string;
  /** While true a person has not answered yet whether the camera may be used. */
  isHeld: boolean;
  /** The answers that are waited for. */
  readonly held: (() => void)[];
}

/** For `prepare`: keeps every track and every worker of the page. */
export async function keepTracks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const kept: Kept = { tracks: [], workers: [], ended: 0, refusal: '', isHeld: false, held: [] };
    Object.assign(window, { kept });
    mediaDevices.getUserMedia = async (wish) => {
      if (kept.refusal !== '') throw new DOMException('refused', kept.refusal);
      if (kept.isHeld) await new Promise<void>((resolve) => kept.held.push(resolve));
      const stream = await open(wish);
      kept.tracks.push(...stream.getTracks());
      return stream;
    };
    const { Worker: Original } = window;
    window.Worker = class extends Original {
      constructor(address: string | URL, wish?: WorkerOptions) {
        super(address, wish);
        kept.workers.push(this);
      }
      override terminate(): void {
        kept.ended += 1;
        super.terminate();
      }
    };
  });
}

/** What was kept, to be looked at or changed with `evaluate`. */
export function keptOf(page: Page): Promise<JSHandle<Kept>> {
  return page.evaluateHandle(() => (window as unknown as { readonly kept: Kept }).kept);
}

/** Tracks that are live: the camera's light is on while there is one. */
export async function liveTracks(page: Page): Promise<number> {
  const kept = await keptOf(page);
  return kept.evaluate(({ tracks }) => tracks.filter(({ readyState }) => readyState === 'live').length);
}

/** Lets the camera be opened no more, for a reason that a browser has; empty: lets it be opened again. */
export async function refuse(page: Page, refusal: string): Promise<void> {
  const kept = await keptOf(page);
  await kept.evaluate((each, name) => {
    each.refusal = name;
  }, refusal);
}
