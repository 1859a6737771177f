/**
 * The ledger of a site's paper: use that no desk recorded, written up by the registry in an epoch like a desk's, so that
 * places, feeds, conflicts and statistics know no difference (CAP-11, USE-3, USE-4).
 */
import sodium, { ready } from 'libsodium-wrappers';
import {
  FIRST_PREVIOUS_HASH,
  hashedText,
  type LedgerEntry,
  type LedgerEvent,
} from '../../../src-shared/acquisition/event.ts';
import type { DeliveredItem, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Site } from '../../../src-shared/registry-api/bodies/site.ts';
import { MOST_ITEMS } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { deliverPart } from '../delivery/deliver.ts';
import type { Desk } from '../desks/desks.ts';
import { lockEpoch } from '../desks/epochs.ts';
import { publish } from '../feeds/streams.ts';
import { base64, cardKey, presentNetworkKey, sha256, type Keys } from '../keys/keys.ts';

/** What other desks are told of who recorded it. */
const NAME = 'Paperi · Papper';

/** The ledger, locked until the transaction ends. */
export interface PaperLedger {
  readonly desk: Desk;
  readonly epochId: string;
  sequence: number;
  previousHash: string;
  /** Acquisitions of which desks must hear: `publishPaper`. */
  readonly uses: Set<string>;
}

type CardField = 'cardKey' | 'keyGeneration' | 'sealedHash';
type WithoutCard<Entry> = Entry extends unknown ? Omit<Entry, CardField> : never;

/** What is to be written: an entry without its card, and the card's code where it has one. */
export interface PaperEntry {
  readonly entry: WithoutCard<LedgerEntry>;
  readonly code: string | null;
}

/** Opens a site's paper ledger, which begins when it is first needed; null where there is no such site. */
export async function openPaper(
  tx: Tx,
  { clock, ids }: Pick<Context, 'clock' | 'ids'>,
  siteId: string,
): Promise<PaperLedger | null> {
  const [site] = await tx.query<Site>('SELECT id, login, name, type FROM sites WHERE id = $1', [siteId]);
  if (site === undefined) return null;
  const now = new Date(clock.now());
  const [begun] = await tx.query<{ id: string }>(
    `INSERT INTO desks (id, site_id, name, request_id, enrolled_at, kind) VALUES ($1, $2, $3, $4, $5, 'paper')
     ON CONFLICT (site_id) WHERE kind = 'paper' DO NOTHING RETURNING id`,
    [ids.next(), siteId, NAME, ids.next(), now],
  );
  if (begun !== undefined) {
    await tx.query('INSERT INTO epochs (id, desk_id, started_at) VALUES ($1, $2, $3)', [ids.next(), begun.id, now]);
  }
  const [found] = await tx.query<{ desk: string; epoch: string }>(
    `SELECT desks.id AS desk, epochs.id AS epoch FROM desks JOIN epochs ON desk_id = desks.id
     WHERE site_id = $1 AND kind = 'paper' ORDER BY number LIMIT 1`,
    [siteId],
  );
  if (found === undefined) throw new Error('a site without its paper');
  const epoch = await lockEpoch(tx, found.desk, found.epoch, 'UPDATE');
  if (epoch === null) throw new Error('paper without its epoch');
  return {
    desk: { id: found.desk, name: NAME, site },
    epochId: found.epoch,
    sequence: epoch.head?.sequence ?? 0,
    previousHash: epoch.head?.hash ?? FIRST_PREVIOUS_HASH,
    uses: new Set(),
  };
}

/** Lets desks hear of all that was written. Locks the stream of uses, for which every delivery waits: last in a transaction. */
export async function publishPaper(tx: Tx, { uses }: PaperLedger): Promise<void> {
  await publish(tx, 'uses', [...uses]);
}

/**
 * Writes entries to the end of the ledger and records them as a desk's delivery; `publishPaper` ends the transaction. What is
 * refused is not written: the sequence has no gap. Gives an answer to each entry, in their order.
 */
export async function writePaper(
  tx: Tx,
  context: Context,
  ledger: PaperLedger,
  entries: readonly PaperEntry[],
): Promise<ItemAnswer[]> {
  await ready;
  const answers = new Map<PaperEntry, ItemAnswer>();
  for (let from = 0; from < entries.length; from += MOST_ITEMS) {
    let left = entries.slice(from, from + MOST_ITEMS);
    while (left.length > 0) {
      const told = await writeAll(tx, context, ledger, left);
      for (const [entry, answer] of told) answers.set(entry, answer);
      left = left.filter((entry) => !answers.has(entry));
    }
  }
  return entries.flatMap((entry) => answers.get(entry) ?? []);
}

/** Writes all of these, or none of them: then only those are answered that are to be left out. */
async function writeAll(
  tx: Tx,
  context: Context,
  ledger: PaperLedger,
  entries: readonly PaperEntry[],
): Promise<[PaperEntry, ItemAnswer][]> {
  const items: DeliveredItem[] = [];
  let { sequence, previousHash } = ledger;
  for (const each of entries) {
    sequence += 1;
    const item = linked(each, context.keys, { epoch: ledger.epochId, sequence, previousHash });
    previousHash = item.event.hash;
    items.push(item);
  }
  await tx.query('SAVEPOINT paper');
  const delivered = await deliverPart(tx, context, ledger.desk, { epoch: ledger.epochId, items });
  if (!delivered.ok) throw new Error('paper without its epoch');
  const told = entries.flatMap((entry, index): [PaperEntry, ItemAnswer][] => {
    const answer = delivered.value.answers[index];
    return answer === undefined ? [] : [[entry, answer]];
  });
  const refused = told.filter(([, { result }]) => result === 'refused');
  if (refused.length === 0) {
    await tx.query('RELEASE SAVEPOINT paper');
    Object.assign(ledger, { sequence, previousHash });
    for (const id of delivered.value.uses) ledger.uses.add(id);
    return told;
  }
  await tx.query('ROLLBACK TO SAVEPOINT paper');
  return refused;
}

/** An entry at its place in the chain, its code sealed to the registry as a desk's is. */
function linked(
  { entry, code }: PaperEntry,
  keys: Keys,
  link: Pick<LedgerEvent, 'epoch' | 'sequence' | 'previousHash'>,
): DeliveredItem {
  const sealed = code === null ? null : sodium.crypto_box_seal(code, keys.sealing.publicKey);
  const card = code === null || sealed === null ? {} : cardOf(code, sealed, keys);
  const event = { ...entry, ...card, ...link, hash: '' } as LedgerEvent;
  const hash = sha256(hashedText(event)).toString('hex');
  return { event: { ...event, hash }, sealed: sealed === null ? null : base64(sealed) };
}

function cardOf(code: string, sealed: Uint8Array, keys: Keys): object {
  const { generation, key } = presentNetworkKey(keys);
  return { cardKey: cardKey(key, code), keyGeneration: generation, sealedHash: sha256(sealed).toString('hex') };
}
