/** What finds codes in the camera's frames: one interface, two engines. */
import type { Result } from '../../../src-shared/kernel/result.ts';
import type { FrameRead } from '../../../src-shared/scan/camera-reads.ts';

/** `wasm`: zxing-wasm. `script`: @zxing/library, where WebAssembly may not run. */
export type EngineName = 'wasm' | 'script';

/** `engine-refused`: it cannot start here. `engine-failed`: it stopped working. */
export type DecoderError = 'camera.engine-refused' | 'camera.engine-failed';

export interface FrameDecoder {
  /** Gets ready; once, before the first frame. */
  start(): Promise<Result<null, DecoderError>>;
  /** Finds the codes in the middle of a frame, and closes the frame. One at a time. */
  decode(frame: VideoFrame): Promise<Result<readonly FrameRead[], DecoderError>>;
  /** Ends it; nothing is heard any more of a frame that is being looked at. */
  close(): void;
}
