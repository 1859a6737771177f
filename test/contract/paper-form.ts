/** The printable blank for use that is noted on paper, for a desk without any machine (USE-3). */

const ROWS = 20;
/** Finnish, Swedish, English. */
const WORDS = {
  title: ['Kaikukortin käyttö paperilla', 'Användning av Kaikukortet på papper', 'Use of Kaikukortti on paper'],
  how: [
    'Kirjoita vain nämä tiedot, ei koskaan nimeä. Vie rivit rekisteriin mahdollisimman pian ja hävitä lomake sitten.',
    'Skriv bara dessa uppgifter, aldrig ett namn. För in raderna i registret så snart som möjligt och förstör sedan blanketten.',
    'Write down these things only, never a name. Enter the rows in the registry as soon as you can, then destroy the form.',
  ],
  card: ['Kortin koodi', 'Kortets kod', 'Card code'],
  children: ['Lapsia', 'Barn', 'Children'],
  performance: ['Esitys', 'Föreställning', 'Performance'],
  day: ['Päivä', 'Dag', 'Day'],
  time: ['Kello', 'Klockan', 'Time'],
} as const;
const COLUMNS = ['card', 'children', 'performance', 'day', 'time'] as const;
const LANGUAGES = ['fi', 'sv', 'en'] as const;
const STYLE = `
  @page { size: A4; margin: 12mm }
  body { font: 12px/1.35 system-ui, sans-serif; color: #111; background: #fff; margin: 0 auto; max-width: 186mm }
  h1 { font-size: 16px; margin: 0 0 2mm }
  p { margin: 0 0 1mm }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-top: 4mm }
  th, td { border: 1px solid #555; padding: 1mm 1.5mm; text-align: left; vertical-align: top }
  th span { display: block; font-weight: 400 } th span:first-child { font-weight: 700 }
  td { height: 7.6mm }
  .card { width: 24% } .children { width: 11% } .day { width: 13% } .time { width: 11% }
  tr { break-inside: avoid }
`;

/** The blank as one HTML page that needs nothing else: one A4 sheet, a row a use. */
export function paperForm(): string {
  const head = COLUMNS.map((column) => `<th scope="col" class="${column}">${spans(WORDS[column])}</th>`).join('');
  const row = `<tr>${COLUMNS.map(() => '<td></td>').join('')}</tr>`;
  return `<!doctype html>
<html lang="fi">
<meta charset="utf-8">
<title>${WORDS.title.join(' · ')}</title>
<style>${STYLE}</style>
<h1>${spans(WORDS.title)}</h1>
${WORDS.how.map((text, index) => `<p lang="${LANGUAGES[index]}">${text}</p>`).join('\n')}
<table>
<thead><tr>${head}</tr></thead>
<tbody>
${Array.from({ length: ROWS }, () => row).join('\n')}
</tbody>
</table>
</html>
`;
}

function spans(words: readonly string[]): string {
  return words.map((word, index) => `<span lang="${LANGUAGES[index]}">${word}</span>`).join(' ');
}
