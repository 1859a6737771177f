/** One delivered item, before anything is looked up: is it what it says it is? */
import { hashedText, type EventOf, type LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { parseCardCode } from '../../src-shared/card/code.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { deliveredItem } from '../../src-shared/registry-api/schemas.ts';
import { cardKey, openSealed, sha256, type Keys } from './keys.ts';

/** An event whose hash is right. */
export interface CheckedItem {
  readonly event: LedgerEvent;
  readonly sealed: string | null;
}

/** Reads an item and recomputes its hash. */
export function checkItem(item: unknown, epochId: string): Result<CheckedItem, 'request.malformed'> {
  const parsed = deliveredItem.safeParse(item);
  if (!parsed.success) return fail('request.malformed');
  const { event, sealed } = parsed.data;
  const rightHash = sha256(hashedText(event)).toString('hex') === event.hash;
  return rightHash && event.epoch === epochId ? ok({ event, sealed }) : fail('request.malformed');
}

/** A fact is not refused because the grammar of codes has changed since: the key says that it is the desk's code. */
const ANY_GRAMMAR = { minimumLength: 1, maximumLength: 64, minimumDigits: 0 };

/**
 * Opens the sealed code of a reservation or redemption. It must be the box whose hash the event's chain covers, and the code must
 * have the key that the event names: what a desk says of a card cannot be changed afterwards.
 */
export function openCode(
  event: EventOf<'reserved' | 'redeemed'>,
  sealed: string | null,
  keys: Keys,
): Result<string, 'request.malformed'> {
  if (sealed === null) return fail('request.malformed');
  const box = Buffer.from(sealed, 'base64');
  if (sha256(box).toString('hex') !== event.sealedHash) return fail('request.malformed');
  const code = parseCardCode(openSealed(box, keys) ?? '', ANY_GRAMMAR);
  const networkKey = keys.network.find((each) => each.generation === event.keyGeneration);
  if (!code.ok || networkKey === undefined) return fail('request.malformed');
  return cardKey(networkKey.key, code.value) === event.cardKey ? ok(code.value) : fail('request.malformed');
}

/** What can be read of an item that may be anything: for its answer, and for the gap that it must not leave. */
export function readableParts(item: unknown, epochId: string): { id: string | null; sequence: number | null } {
  const event = fieldsOf(fieldsOf(item)['event']);
  const { id, epoch, sequence } = event;
  const counts = epoch === epochId && Number.isInteger(sequence) && Number(sequence) >= 1 && Number(sequence) < 2 ** 31;
  return { id: typeof id === 'string' ? id : null, sequence: counts ? Number(sequence) : null };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
