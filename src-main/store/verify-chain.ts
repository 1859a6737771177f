/** Checks an epoch's chain from its first event to its head. */
import { createHash } from 'node:crypto';
import { FIRST_PREVIOUS_HASH, hashedText } from '../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { LedgerStore } from '../services/store-ports/ledger.ts';

/** The number of events, or `ledger.broken` with the first sequence number that does not fit. */
export function verifyChain(ledger: LedgerStore, epoch: string): Result<number, 'ledger.broken'> {
  let previousHash = FIRST_PREVIOUS_HASH;
  let sequence = 0;
  for (const event of ledger.events(epoch)) {
    sequence += 1;
    const hash = createHash('sha256').update(hashedText(event)).digest('hex');
    const fits =
      event.epoch === epoch &&
      event.sequence === sequence &&
      event.previousHash === previousHash &&
      event.hash === hash &&
      ledger.hashAt(epoch, sequence) === hash;
    if (!fits) return fail('ledger.broken', { sequence });
    previousHash = hash;
  }
  return ok(sequence);
}
