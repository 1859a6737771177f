/**
 * Load for the registry, a process of its own: makes sealed, hash-chained deliveries of many desks beforehand and sends them
 * when it is told to.
 */
import { hash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Client } from 'pg';
import sodium from 'sodium-native';
import { v7 as newId } from 'uuid';
import { FIRST_SEEDED_NUMBER } from '../../src-registry/seed/seed-cards.ts';
import { cardKey } from '../../src-registry/services/keys/keys.ts';
import { enrolDesk, type TestDesk } from '../registry/helpers/desk.ts';

export interface LoadPlan {
  readonly url: string;
  readonly database: string;
  readonly desks: number;
  readonly performances: readonly { readonly id: string; readonly capped: boolean }[];
  readonly performancesADesk: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly singles: number;
}

export type Order =
  | { readonly what: 'make'; readonly plan: LoadPlan }
  /** Batches one after the other on so many connections, for so long. */
  | { readonly what: 'closed'; readonly connections: number; readonly milliseconds: number }
  /** Batches and single deliveries a second at fixed times, whatever the answers take. */
  | { readonly what: 'open'; readonly batches: number; readonly singles: number; readonly milliseconds: number };

export interface Report {
  readonly batches: number;
  readonly milliseconds: number;
  /** Items that were neither recorded nor recorded with a conflict. */
  readonly unrecorded: number;
  /** Milliseconds of each single delivery, from when it was due. */
  readonly singles: readonly number[];
  readonly batchLatencies: readonly number[];
}

/** What one desk still has to deliver, in the order of its ledger. */
interface Sender {
  readonly token: string;
  readonly bodies: Buffer[];
  isBusy: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const LEASED = 1_000_000;
let url = '';
let batchSize = 0;
let senders: Sender[] = [];
let singles: Sender[] = [];

async function make(plan: LoadPlan): Promise<void> {
  ({ url, batchSize } = plan);
  const client = new Client({ connectionString: plan.database });
  await client.connect();
  let card = 0;
  const ready = async (count: number, batches: number, size: number): Promise<Sender[]> => {
    const made: Sender[] = [];
    for (let index = 0; index < count; index += 1) {
      const desk = await enrolDesk(url, 'lipputoimisto', `Kassa ${index}`);
      const own = Array.from({ length: plan.performancesADesk }, (_, which) => {
        const found = plan.performances[(index * plan.performancesADesk + which) % plan.performances.length];
        if (found === undefined) throw new Error('no performance');
        return found;
      });
      for (const { id, capped } of own) {
        if (!capped) continue;
        await client.query('INSERT INTO leases (performance_id, epoch_id, granted) VALUES ($1, $2, $3)', [
          id,
          desk.epoch,
          LEASED,
        ]);
      }
      const each = Math.ceil(batches / count);
      const bodies = Array.from({ length: each }, () => {
        const items = Array.from({ length: size }, () => sale(desk, own[card % own.length]!, (card += 1)));
        return Buffer.from(JSON.stringify({ epoch: desk.epoch, items }));
      });
      made.push({ token: desk.token, bodies, isBusy: false });
    }
    return made;
  };
  senders = await ready(plan.desks, plan.batches, plan.batchSize);
  singles = await ready(plan.desks, plan.singles, 1);
  await client.end();
}

/** As `TestDesk.sale`, with the native library: there are many to make. */
function sale(desk: TestDesk, { id, capped }: { id: string; capped: boolean }, card: number) {
  const { networkKeys, sealingKey } = desk.enrolment;
  const networkKey = networkKeys.at(-1);
  if (networkKey === undefined) throw new Error('no network key');
  const code = `A${FIRST_SEEDED_NUMBER + (card % CARDS)}`;
  const sealed = Buffer.alloc(code.length + sodium.crypto_box_SEALBYTES);
  sodium.crypto_box_seal(sealed, Buffer.from(code), Buffer.from(sealingKey, 'base64'));
  const event = desk.append({
    type: 'redeemed',
    id: newId(),
    at: new Date().toISOString(),
    performanceId: id,
    acquisitionId: newId(),
    children: card % 3,
    units: capped ? 1 : 0,
    despite: [],
    cardKey: cardKey(Buffer.from(networkKey.key, 'base64'), code),
    keyGeneration: networkKey.generation,
    sealedHash: hash('sha256', sealed),
  });
  return { event, sealed: sealed.toString('base64') };
}

/** As many as the registry was seeded with. */
const CARDS = 200_000;

function send(sender: Sender, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/events`, {
      agent,
      method: 'POST',
      headers: {
        authorization: `Bearer ${sender.token}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode !== 200) return reject(new Error(`${response.statusCode} ${text}`));
        resolve(text.split('"result":"recorded').length - 1);
      });
    });
    sent.end(body);
  });
}

/** The next one in turn that has something and is not at it; null: none. */
function idle(list: Sender[]): Sender | null {
  for (let turn = 0; turn < list.length; turn += 1) {
    const sender = list.shift();
    if (sender === undefined) return null;
    list.push(sender);
    if (!sender.isBusy && sender.bodies.length > 0) return sender;
  }
  return null;
}

/** Sends the sender's next body; gives how many items were recorded. */
async function sendNext(sender: Sender): Promise<number> {
  const body = sender.bodies.shift();
  if (body === undefined) return 0;
  sender.isBusy = true;
  const recorded = await send(sender, body);
  sender.isBusy = false;
  return recorded;
}

async function closed(connections: number, milliseconds: number): Promise<Report> {
  const started = performance.now();
  let [batches, unrecorded] = [0, 0];
  const batchLatencies: number[] = [];
  const work = async (): Promise<void> => {
    while (performance.now() - started < milliseconds) {
      const sender = idle(senders);
      if (sender === null) throw new Error('The load has run out: make more of it.');
      const sent = performance.now();
      unrecorded += batchSize - (await sendNext(sender));
      batchLatencies.push(performance.now() - sent);
      batches += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { batches, unrecorded, milliseconds: performance.now() - started, singles: [], batchLatencies };
}

async function open(batchRate: number, singleRate: number, milliseconds: number): Promise<Report> {
  const started = performance.now();
  let [batches, unrecorded] = [0, 0];
  const [batchLatencies, singleLatencies]: [number[], number[]] = [[], []];
  const running: Promise<void>[] = [];
  const deliver = async (list: Sender[], due: number, size: number, into: number[]): Promise<void> => {
    const sender = idle(list);
    if (sender === null) throw new Error('Every desk is waiting, or the load has run out.');
    unrecorded += size - (await sendNext(sender));
    into.push(performance.now() - due);
  };
  for (let [batch, single] = [0, 0]; ;) {
    const now = performance.now() - started;
    if (now >= milliseconds) break;
    for (; batch < (now / 1_000) * batchRate; batch += 1) {
      running.push(deliver(senders, started + (batch / batchRate) * 1_000, batchSize, batchLatencies));
      batches += 1;
    }
    for (; single < (now / 1_000) * singleRate; single += 1) {
      running.push(deliver(singles, started + (single / singleRate) * 1_000, 1, singleLatencies));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  const took = performance.now() - started;
  return { batches, unrecorded, milliseconds: took, singles: singleLatencies, batchLatencies };
}

process.on('message', (order: Order) => {
  const answer = (report: Report | null): void => void process.send?.(report ?? { made: true });
  const obey = async (): Promise<void> => {
    if (order.what === 'make') await make(order.plan);
    answer(
      order.what === 'closed'
        ? await closed(order.connections, order.milliseconds)
        : order.what === 'open'
          ? await open(order.batches, order.singles, order.milliseconds)
          : null,
    );
  };
  obey().catch((error: unknown) => {
    process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    process.exit(1);
  });
});
