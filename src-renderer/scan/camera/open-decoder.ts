/** Opens the engine that the desk's settings ask for; by itself the first one that can start here. */
import type { ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { DecoderError, EngineName, FrameDecoder } from './frame-decoder.ts';
import { createWorkerDecoder } from './worker-decoder.ts';

/** The worker's addresses are read by the bundler and must stand in these very words. */
const ENGINES: Readonly<Record<EngineName, () => Worker>> = {
  wasm: () => new Worker(new URL('./wasm-worker.ts', import.meta.url), { type: 'module' }),
  script: () => new Worker(new URL('./script-worker.ts', import.meta.url), { type: 'module' }),
};

const CHOICES: Readonly<Record<ScannerSettings['camera']['engine'], readonly EngineName[]>> = {
  automatic: ['wasm', 'script'],
  wasm: ['wasm'],
  script: ['script'],
};

export interface OpenDecoder {
  readonly engine: EngineName;
  readonly decoder: FrameDecoder;
}

/** A decoder that has started, or `camera.engine-refused` where none can. */
export async function openDecoder(
  wanted: ScannerSettings['camera']['engine'],
): Promise<Result<OpenDecoder, DecoderError>> {
  for (const engine of CHOICES[wanted]) {
    const decoder = createWorkerDecoder(ENGINES[engine]);
    const started = await decoder.start();
    if (started.ok) return ok({ engine, decoder });
    decoder.close();
  }
  return fail('camera.engine-refused');
}
