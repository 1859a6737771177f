/** The second engine: @zxing/library, plain script, where WebAssembly may not run. */
import { readCode39 } from './script-code-39.ts';
import { readQrCodes } from './script-qr-code.ts';
import { luminanceOf } from './luminance.ts';
import { serveFrames } from './serve-frames.ts';

serveFrames({
  start: () => Promise.resolve(),
  read(picture) {
    const light = luminanceOf(picture);
    return Promise.resolve([
      ...readQrCodes(light).map((text) => ({ text, symbology: 'qr-code' as const })),
      ...readCode39(light).map((text) => ({ text, symbology: 'code-39' as const })),
    ]);
  },
});
