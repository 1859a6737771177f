/** What the page and the engine's worker say to each other: one question at a time, each answered once. */
import type { FrameRead } from '../../../src-shared/scan/camera-reads.ts';

/** `null`: get ready. Otherwise a frame to look at, which is handed over. */
export type Question = { readonly frame: VideoFrame | null };

export type Answer =
  | { readonly ok: true; readonly found: readonly FrameRead[] }
  /** The engine cannot start, or threw what no picture should make it throw. */
  | { readonly ok: false };
