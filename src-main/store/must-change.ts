/** Guards what an event does to the tables. */

/** One row must have changed: a unit taken without a lease, or a void without a sale, ends the transaction. */
export function mustChange(changes: number): void {
  if (changes !== 1) throw new Error('the event does not fit what the ledger holds');
}
