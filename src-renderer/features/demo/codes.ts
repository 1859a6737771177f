/** Codes to hold before a reader, as images; what draws them is large and loaded only when wanted. */

export interface CardImages {
  /** Addresses for `<img>`. */
  readonly qr: string;
  readonly code39: string;
}

/** Draws a card's QR and Code 39; both hold the code and nothing else (CARD-1). */
export async function drawCard(code: string): Promise<CardImages> {
  const { code39, drawingSVG, qrcode } = await import('bwip-js/generic');
  const options = { text: code, backgroundcolor: 'FFFFFF', padding: 3 };
  return {
    qr: address(qrcode({ ...options, bcid: 'qrcode', scale: 3 }, drawingSVG())),
    code39: address(code39({ ...options, bcid: 'code39', scale: 2, height: 12 }, drawingSVG())),
  };
}

function address(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
