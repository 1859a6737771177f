/** The floor of a delivery: a bare pg client that inserts the rows of all tables that acquisitions touch. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';

/** Names of things that are there already. */
export interface FloorGround {
  readonly deskId: string;
  readonly siteId: string;
  readonly performanceIds: readonly string[];
}

/** A transaction: for each table one multi-row INSERT, prepared. */
type Batch = readonly { readonly name: string; readonly text: string; readonly values: unknown[] }[];

let made = 0;

function insert(table: string, columns: string, rows: readonly unknown[][]): Batch[number] {
  const width = rows[0]?.length ?? 0;
  const tuple = (row: number): string =>
    `(${Array.from({ length: width }, (_, column) => `$${row * width + column + 1}`).join(', ')})`;
  const text = `INSERT INTO ${table} (${columns}) VALUES ${rows.map((_, row) => tuple(row)).join(', ')}`;
  return { name: `floor-${table}-${rows.length}`, text, values: rows.flat() };
}

/** The rows of so many sales of one epoch: the same that the registry writes for them. */
export function floorBatch({ deskId, performanceIds }: FloorGround, size: number): Batch {
  const epoch = newId();
  const now = new Date();
  const at = now.toISOString();
  const used = new Set<string>();
  const [events, acquisitions]: [unknown[][], unknown[][]] = [[], []];
  for (let row = 0; row < size; row += 1) {
    made += 1;
    const [id, acquisition, hash, key] = [newId(), newId(), randomBytes(32), randomBytes(16)];
    const performance = performanceIds[made % performanceIds.length] ?? '';
    used.add(performance);
    const body = {
      id,
      epoch,
      sequence: row + 1,
      type: 'redeemed',
      at,
      performanceId: performance,
      acquisitionId: acquisition,
      children: 0,
      units: 1,
      despite: [],
      cardKey: key.toString('hex'),
      keyGeneration: 1,
      sealedHash: hash.toString('hex'),
      previousHash: hash.toString('hex'),
      hash: hash.toString('hex'),
    };
    events.push([id, epoch, row + 1, false, 'redeemed', performance, acquisition, at, hash, body, [], now]);
    const code = `F${100_000_000 + made}`;
    acquisitions.push([
      acquisition,
      performance,
      code,
      epoch,
      key,
      'redeemed',
      at,
      epoch,
      0,
      true,
      null,
      1,
      0,
      at,
      epoch,
      made,
    ]);
  }
  return [
    insert('epochs', 'id, desk_id, started_at', [[epoch, deskId, now]]),
    insert(
      'events',
      'id, epoch_id, sequence, forked, type, performance_id, acquisition_id, at, hash, body, conflicts, received_at',
      events,
    ),
    insert(
      'leases',
      'performance_id, epoch_id, granted, consumed',
      [...used].map((performance) => [performance, epoch, size, size]),
    ),
    insert(
      'acquisitions',
      `id, performance_id, code, epoch_id, card_key, state, at, state_epoch_id, children, card_seen, lapses_at,
       leased_units, beyond_units, redeemed_at, redeemed_epoch_id, position`,
      acquisitions,
    ),
  ];
}

/** Clients that are connected. */
export async function floorClients(database: string, count: number): Promise<Client[]> {
  const clients = Array.from({ length: count }, () => new Client({ connectionString: database }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}

/** Writes a batch as one transaction; gives the milliseconds that it took. */
export async function writeFloor(client: Client, batch: Batch): Promise<number> {
  const started = performance.now();
  await client.query('BEGIN');
  for (const { name, text, values } of batch) await client.query({ name, text, values });
  await client.query('COMMIT');
  return performance.now() - started;
}
