/** Staff have seen what the registry remarked on an acquisition. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';

/** Remembers it durably; what the registry remarks later is shown again. */
export function followUp(
  { store, push }: DeskContext,
  { acquisitionId }: PayloadOf<'desk.followed-up'>,
): Result<null, DeskErrorCode> {
  if (store.acquisitions.find(acquisitionId) === null) return fail('desk.unknown-acquisition');
  const written = store.transaction(() => store.deliveries.followedUp(acquisitionId));
  if (!written.ok) return written;
  push.changed();
  return ok(null);
}
