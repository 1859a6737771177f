/** The test area: what a scanner sends and what is made of it, without a sale. Held in memory only, and gone when it is closed. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { madeOf as madeOfSchema, type MadeOf } from '../../src-shared/desk-api/scanners.ts';
import { ok, type Result } from '../../src-shared/kernel/result.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import { isCheckDigitStripped } from './check-digit.ts';
import type { DeskContext } from './context.ts';
import type { JudgedScan } from './session.ts';

const MOST_READS = 10;

interface Made extends Pick<JudgedScan, 'code' | 'kept'> {
  /** The same code has just been read. */
  readonly isDouble: boolean;
}

/** Opens the test area, empty, or closes it and forgets what was read. */
export function openTestArea(
  { session, push }: DeskContext,
  { open }: PayloadOf<'scanners.test'>,
): Result<null, DeskErrorCode> {
  session.scanners = { ...session.scanners, test: open ? [] : null };
  push.changed();
  return ok(null);
}

/** Shows a read in the test area. */
export function tryOut(
  context: DeskContext,
  { text, source, device, symbology, aim, at }: Scan,
  raw: RawRead | null,
  made: Made,
): Result<null, DeskErrorCode> {
  const { session, ids, push } = context;
  const name = session.scanners.devices.find(({ id }) => id === device)?.name ?? '';
  const plain = { source, name, text, symbology, aim, raw };
  const read = { readId: ids.next(), at: new Date(at).toISOString(), ...plain, made: madeOf(context, made) };
  session.scanners = { ...session.scanners, test: [read, ...(session.scanners.test ?? [])].slice(0, MOST_READS) };
  push.changed();
  return ok(null);
}

function madeOf(context: DeskContext, { code, kept, isDouble }: Made): MadeOf {
  if (isCheckDigitStripped(context, code, kept)) return { what: 'check-digit-stripped' };
  if (!code.ok) return madeOfSchema.parse({ what: 'malformed', why: code.error.parameters['why'] });
  return { what: 'code', code: code.value, double: isDouble };
}
