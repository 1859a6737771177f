/** Delivered items before anything is looked up: are they what they say they are? */
import { setImmediate } from 'node:timers/promises';
import { hashedText, type EventOf, type LedgerEvent } from '../../../src-shared/acquisition/event.ts';
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { deliveredItem } from '../../../src-shared/registry-api/bodies/delivery.ts';
import { cardKey, openSealed, sha256, type Keys } from '../keys/keys.ts';

/** An event whose hash is right. */
export interface ReadEvent {
  /** Its ids in lower case, as the database has them. */
  readonly event: LedgerEvent;
  /** JSON of the event as it was sent. */
  readonly text: string;
  /** The card's code, of a reservation or redemption; a known event's is not looked at again. */
  readonly code: Result<string, 'request.malformed'>;
}

/** An item, which may be anything. */
export interface ReadItem {
  readonly item: unknown;
  /** As it was sent; null where it has none. */
  readonly id: string | null;
  /** For the gap that it must not leave; null where it cannot be read. */
  readonly sequence: number | null;
  readonly read: Result<ReadEvent, 'request.malformed'>;
}

/** So many items are read before others get their turn: about a millisecond of work. */
export const READ_AT_ONCE = 8;

/** Reads items, recomputes their hashes and opens their codes; other requests go on meanwhile. */
export async function readItems(items: readonly unknown[], epochId: string, keys: Keys): Promise<ReadItem[]> {
  const found: ReadItem[] = [];
  for (const item of items) {
    if (found.length > 0 && found.length % READ_AT_ONCE === 0) await setImmediate();
    found.push({ item, ...readableParts(item, epochId), read: readItem(item, epochId, keys) });
  }
  return found;
}

function readItem(item: unknown, epochId: string, keys: Keys): ReadItem['read'] {
  const parsed = deliveredItem.safeParse(item);
  if (!parsed.success) return fail('request.malformed');
  const { event, sealed } = parsed.data;
  if (event.epoch !== epochId || sha256(hashedText(event)).toString('hex') !== event.hash) {
    return fail('request.malformed');
  }
  const carriesCode = event.type === 'reserved' || event.type === 'redeemed';
  const code = carriesCode ? openCode(event, sealed, keys) : fail('request.malformed' as const);
  return ok({ event: withPlainIds(event), text: JSON.stringify(event), code });
}

/** A fact is not refused because the grammar of codes has changed since: the key says that it is the desk's code. */
const ANY_GRAMMAR = { minimumLength: 1, maximumLength: 64, minimumDigits: 0 };

/**
 * Opens the sealed code of a reservation or redemption. It must be the box whose hash the event's chain covers, and the code must
 * have the key that the event names: what a desk says of a card cannot be changed afterwards. After a restore the key may be one
 * that was made since the backup, and is lost: then the box alone says which card it was.
 */
function openCode(
  event: EventOf<'reserved' | 'redeemed'>,
  sealed: string | null,
  keys: Keys,
): Result<string, 'request.malformed'> {
  if (sealed === null) return fail('request.malformed');
  const box = Buffer.from(sealed, 'base64');
  if (sha256(box).toString('hex') !== event.sealedHash) return fail('request.malformed');
  const code = parseCardCode(openSealed(box, keys) ?? '', ANY_GRAMMAR);
  const networkKey = keys.network.find((each) => each.generation === event.keyGeneration);
  if (!code.ok) return fail('request.malformed');
  if (networkKey === undefined) return keys.isRestored ? ok(code.value) : fail('request.malformed');
  return cardKey(networkKey.key, code.value) === event.cardKey ? ok(code.value) : fail('request.malformed');
}

const IDS = ['id', 'epoch', 'performanceId', 'acquisitionId', 'heirId', 'assistanceId'];

/** The same event, its ids written as the database writes them: one thing has one name (RFC 9562, 4). */
export function withPlainIds<Event extends LedgerEvent>(event: Event): Event {
  const written = Object.entries(event).filter(([name, value]) => IDS.includes(name) && /[A-F]/.test(String(value)));
  if (written.length === 0) return event;
  return { ...event, ...Object.fromEntries(written.map(([name, value]) => [name, String(value).toLowerCase()])) };
}

function readableParts(item: unknown, epochId: string): { id: string | null; sequence: number | null } {
  const event = fieldsOf(fieldsOf(item)['event']);
  const { id, epoch, sequence } = event;
  const counts = epoch === epochId && Number.isInteger(sequence) && Number(sequence) >= 1 && Number(sequence) < 2 ** 31;
  return { id: typeof id === 'string' ? id : null, sequence: counts ? Number(sequence) : null };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
