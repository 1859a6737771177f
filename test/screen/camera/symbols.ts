/** QR and Code 39 symbols as drawings: whether a place on a card is dark. */
import bwipjs from 'bwip-js/node';

/** Whether a place is dark, in pixels from the middle of the symbol. */
export type Drawing = (x: number, y: number) => boolean;

export type Kind = 'qr-code' | 'code-39';

/** Pixels of a QR module, of Code 39's narrow bar, and of its height: a card held at arm's length before a 720p camera. */
const QR_MODULE = 10;
const NARROW_BAR = 2.7;
const BAR_HEIGHT = 120;

/** Draws a code's symbol. */
export function drawingOf(kind: Kind, code: string): Drawing {
  return kind === 'qr-code' ? qrCode(code) : code39(code);
}

function qrCode(code: string): Drawing {
  const [{ pixs, pixx }] = bwipjs.raw({ bcid: 'qrcode', text: code }) as unknown as [
    { readonly pixs: readonly number[]; readonly pixx: number },
  ];
  const half = (pixx * QR_MODULE) / 2;
  return (x, y) => {
    const [column, row] = [Math.floor((x + half) / QR_MODULE), Math.floor((y + half) / QR_MODULE)];
    return column >= 0 && column < pixx && row >= 0 && row < pixx && pixs[row * pixx + column] === 1;
  };
}

function code39(code: string): Drawing {
  const [{ sbs }] = bwipjs.raw({ bcid: 'code39', text: code }) as unknown as [{ readonly sbs: readonly number[] }];
  const dark = sbs.flatMap((width, index) => Array.from({ length: width }, () => index % 2 === 0));
  const half = (dark.length * NARROW_BAR) / 2;
  return (x, y) => Math.abs(y) <= BAR_HEIGHT / 2 && dark[Math.floor((x + half) / NARROW_BAR)] === true;
}
