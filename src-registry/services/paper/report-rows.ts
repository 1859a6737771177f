/** The rows of an agent's sales report, read by its column mapping (USE-4). */
import { parseCardCode } from '../../../src-shared/card/code.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import {
  MOST_REPORT_ROWS,
  type ReportMapping,
  type ReportRow,
} from '../../../src-shared/registry-api/bodies/reports.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import { readCsv } from '../offers/csv-table.ts';
import { plainWord, readCount, readDay } from '../offers/csv-values.ts';

/** What reports call their columns, until an agent says otherwise. */
export const PRESET_MAPPING: ReportMapping = {
  code: ['code', 'card', 'card code', 'kortti', 'korttinumero', 'kortin numero', 'koodi', 'kort', 'kortnummer', 'kod'],
  children: ['children', 'child tickets', 'lapset', 'lapsia', 'lastenliput', 'lasten liput', 'barn', 'barnbiljetter'],
  title: ['title', 'event', 'tapahtuma', 'esitys', 'nimi', 'evenemang', 'föreställning', 'namn'],
  date: ['date', 'day', 'päivä', 'pvm', 'päivämäärä', 'datum', 'dag'],
};

/** A row that says which card came with how many children to what, and when. */
export interface ReadRow {
  readonly line: number;
  readonly code: string;
  readonly children: number;
  readonly title: string;
  readonly day: string;
}

export type RowFault = Pick<ReportRow, 'line' | 'problem' | 'column'>;

/** Whether a row could be read. */
export function isRead<Row extends ReadRow>(row: Row | RowFault): row is Row {
  return 'day' in row;
}

const MOST_CHILDREN = 100;
const MOST_TITLE = 300;

/** Reads a report; a failure is about the whole file. Never throws. */
export function readReport(
  bytes: Uint8Array,
  mapping: ReportMapping,
  code: RuleSet['code'],
): Result<(ReadRow | RowFault)[], 'file.unreadable'> {
  const table = readCsv(bytes, MOST_REPORT_ROWS);
  if (!table.ok) return fail('file.unreadable');
  const headers = table.value.headers.map(plainWord);
  const place = (column: keyof ReportMapping): number => {
    const names = mapping[column].map(plainWord);
    return headers.findIndex((header) => names.includes(header));
  };
  const places = { code: place('code'), children: place('children'), title: place('title'), date: place('date') };
  if (Math.min(places.code, places.title, places.date) < 0) return fail('file.unreadable');
  return ok(
    table.value.rows.map(({ line, cells }) => {
      const cell = (column: keyof ReportMapping): string => cells[places[column]] ?? '';
      const parsed = parseCardCode(cell('code'), code);
      if (!parsed.ok) return { line, problem: 'row.code-malformed', column: 'code' };
      const children = cell('children') === '' ? 0 : readCount(cell('children'));
      if (children === null || children > MOST_CHILDREN) {
        return { line, problem: 'row.children-malformed', column: 'children' };
      }
      const title = plainTitle(cell('title'));
      if (title === '' || title.length > MOST_TITLE) return { line, problem: 'row.title-missing', column: 'title' };
      const day = readDay(cell('date'));
      if (day === null) return { line, problem: 'row.date-malformed', column: 'date' };
      return { line, code: parsed.value, children, title, day };
    }),
  );
}

/** Whether a row's event may be this performance: the same name in any language. */
export function isCalled(title: string, performance: Pick<Performance, 'title'>): boolean {
  return Object.values(performance.title).some((each) => plainTitle(each) === title);
}

/** A title, so that capitals, punctuation and white space do not matter. */
function plainTitle(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
