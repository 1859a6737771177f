/** The first engine: zxing-wasm, with its WebAssembly from our own origin, never from the network that it would ask by itself. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { Symbology } from '../../../src-shared/scan/scan.ts';
import { serveFrames } from './serve-frames.ts';

/** `Code39Std`: plain Code 39; the wider format would rewrite codes as Full ASCII. Cards are dark on light. */
const OPTIONS: ReaderOptions = {
  formats: ['QRCode', 'Code39Std'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
  textMode: 'Plain',
};

const SYMBOLOGIES: Readonly<Record<string, Symbology>> = {
  QRCode: 'qr-code',
  QRCodeModel1: 'qr-code',
  QRCodeModel2: 'qr-code',
  Code39: 'code-39',
  Code39Std: 'code-39',
};

function say(): void {
  // What the module would write to the console is told by its failure.
}

serveFrames({
  async start() {
    const response = await fetch(wasmAddress);
    const wasmBinary = await response.arrayBuffer();
    // Tried beforehand: where WebAssembly may not run this fails quietly, and the module would not.
    await WebAssembly.compile(wasmBinary);
    await prepareZXingModule({
      overrides: { wasmBinary, locateFile: () => wasmAddress, print: say, printErr: say },
      fireImmediately: true,
    });
  },
  async read(picture) {
    const found = await readBarcodes(picture, OPTIONS);
    return found.map(({ text, format }) => ({ text, symbology: SYMBOLOGIES[format] ?? 'other' }));
  },
});
