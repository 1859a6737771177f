/** The printable sheet of demo cards: each as QR and Code 39, with what to expect in three languages. */
import { toSVG } from 'bwip-js/node';
import { demoEn } from '../../src-shared/i18n/demo.en.ts';
import { demoFi } from '../../src-shared/i18n/demo.fi.ts';
import { demoSv } from '../../src-shared/i18n/demo.sv.ts';

const EXPECT = 'demo.expect.';
const STYLE = `
  @page { size: A4; margin: 12mm }
  body { font: 13px/1.4 system-ui, sans-serif; color: #111; background: #fff; margin: 12mm auto; max-width: 186mm }
  h1 { font-size: 20px; margin: 0 0 2mm }
  ul { list-style: none; padding: 0; display: grid; grid-template-columns: 1fr 1fr; gap: 5mm; margin: 6mm 0 0 }
  li { border: 1px solid #999; border-radius: 3mm; padding: 4mm; display: grid; grid-template-columns: 26mm 1fr; gap: 1mm 5mm; break-inside: avoid }
  li > :first-child { grid-row: span 3; width: 26mm }
  .bars { height: 12mm; width: 100% }
  strong { font: 700 15px/1.2 ui-monospace, monospace; letter-spacing: 0.06em }
  p { margin: 0 } li p span { display: block }
`;

/** The sheet as one HTML page that needs nothing else. */
export function demoSheet(): string {
  const codes = Object.keys(demoEn)
    .filter((key) => key.startsWith(EXPECT))
    .map((key) => key.slice(EXPECT.length));
  return `<!doctype html>
<html lang="fi">
<meta charset="utf-8">
<title>Kaikukortti: demo cards</title>
<style>${STYLE}</style>
<h1>Demokortit · Demokort · Demo cards</h1>
<p>Made by <code>npm run docs</code>. The cards of the demo registry; they are nobody's.</p>
<ul>
${codes.map(card).join('\n')}
</ul>
</html>
`;
}

function card(code: string): string {
  const words = [demoFi, demoSv, demoEn].map(
    (catalogue) => Object.entries(catalogue).find(([key]) => key === EXPECT + code)?.[1],
  );
  return `<li>
${image('', toSVG({ bcid: 'qrcode', text: code, scale: 3 }))}
<strong>${code}</strong>
<p>${words.map((text) => `<span>${text}</span>`).join('')}</p>
${image('bars', toSVG({ bcid: 'code39', text: code, height: 12 }))}
</li>`;
}

function image(name: string, svg: string): string {
  return `<img class="${name}" alt="" src="data:image/svg+xml,${encodeURIComponent(svg)}">`;
}
