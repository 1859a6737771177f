/** The language of the screen, remembered. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';

/** Changes the language at run time. */
export function setLanguage(
  { store, session, push }: DeskContext,
  { language }: PayloadOf<'desk.language'>,
): Result<null, DeskErrorCode> {
  const written = store.transaction(() => store.settings.write('language', language));
  if (!written.ok) return written;
  session.language = language;
  push.changed();
  return ok(null);
}
