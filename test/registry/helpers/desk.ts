/** An honest desk for tests: a hash-chained ledger and lease counters as the contract wants them. */
import { createHash } from 'node:crypto';
import sodium, { ready } from 'libsodium-wrappers';
import { v7 as newId } from 'uuid';
import {
  FIRST_PREVIOUS_HASH,
  hashedText,
  type EventOf,
  type LedgerEntry,
  type LedgerEvent,
} from '../../../src-shared/acquisition/event.ts';
import { balance, NO_LEASE, type LeaseCounters } from '../../../src-shared/cap/lease.ts';
import type { DeliveredItem, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Enrolment } from '../../../src-shared/registry-api/bodies/enrolment.ts';
import type { LeaseAnswer } from '../../../src-shared/registry-api/bodies/leases.ts';
import { cardKey } from '../../../src-registry/services/keys/keys.ts';
import { call, logIn } from './call.ts';
import { FRIDAY_NOON } from './registry.ts';

export interface Sale {
  readonly performanceId: string;
  readonly code: string;
  readonly children?: number;
  readonly units?: number;
  readonly at?: string;
}

type EntryOf<Type extends LedgerEntry['type']> = Extract<LedgerEntry, { type: Type }>;
type CardField = 'cardKey' | 'keyGeneration' | 'sealedHash';

/** A reservation or redemption with its sealed code. */
export type Sold<Type extends 'reserved' | 'redeemed'> = DeliveredItem & { event: { type: Type } };

export class TestDesk {
  readonly url: string;
  readonly enrolment: Enrolment;
  epoch: string;
  sequence = 0;
  previousHash = FIRST_PREVIOUS_HASH;
  readonly counters = new Map<string, LeaseCounters>();

  constructor(url: string, enrolment: Enrolment) {
    this.url = url;
    this.enrolment = enrolment;
    this.epoch = enrolment.epoch;
  }

  get token(): string {
    return this.enrolment.token;
  }

  countersOf(performanceId: string): LeaseCounters {
    return this.counters.get(performanceId) ?? NO_LEASE;
  }

  balanceOf(performanceId: string): number {
    return balance(this.countersOf(performanceId));
  }

  /** A redemption, ready to deliver; its units count as consumed here. */
  sale({ performanceId, code, children = 0, units = 0, at = FRIDAY_NOON }: Sale): Sold<'redeemed'> {
    return this.sold(code, {
      type: 'redeemed',
      id: newId(),
      at,
      performanceId,
      acquisitionId: newId(),
      children,
      units,
      despite: [],
    });
  }

  /** An event that carries its card: the code is sealed, the units count as consumed here. */
  sold<Type extends 'reserved' | 'redeemed'>(code: string, entry: Omit<EntryOf<Type>, CardField>): Sold<Type> {
    const networkKey = this.enrolment.networkKeys[0]!;
    const sealed = sodium.crypto_box_seal(code, Buffer.from(this.enrolment.sealingKey, 'base64'));
    const event = this.append({
      ...entry,
      cardKey: cardKey(Buffer.from(networkKey.key, 'base64'), code),
      keyGeneration: networkKey.generation,
      sealedHash: createHash('sha256').update(sealed).digest('hex'),
    } as unknown as LedgerEntry);
    this.count(event.performanceId, { consumed: entry.units });
    return { event: event as EventOf<Type>, sealed: Buffer.from(sealed).toString('base64') };
  }

  /** A void; of an own sale its units are free here again. */
  voidOf(item: DeliveredItem, placeTo: 'epoch' | 'pool' = 'epoch'): DeliveredItem {
    const { event: sold } = item;
    if (sold.type !== 'redeemed') throw new Error('not a sale');
    const { performanceId, acquisitionId, units } = sold;
    if (placeTo === 'epoch') this.count(performanceId, { released: units });
    const event = this.append({
      type: 'voided',
      id: newId(),
      at: FRIDAY_NOON,
      performanceId,
      acquisitionId,
      units,
      placeTo,
    });
    return { event, sealed: null };
  }

  /** A give-back of so many units. */
  giveBack(performanceId: string, units: number): DeliveredItem {
    this.count(performanceId, { returned: units });
    const counters = this.countersOf(performanceId);
    return {
      event: this.append({ type: 'gave-back', id: newId(), at: FRIDAY_NOON, performanceId, counters }),
      sealed: null,
    };
  }

  /** A refused card. */
  refused(performanceId: string): DeliveredItem {
    const reasons = ['card.unknown' as const];
    const event = this.append({
      type: 'refused',
      id: newId(),
      at: FRIDAY_NOON,
      performanceId,
      cardKey: null,
      reasons,
    });
    return { event, sealed: null };
  }

  append(entry: LedgerEntry): LedgerEvent {
    this.sequence += 1;
    const linked = { ...entry, epoch: this.epoch, sequence: this.sequence, previousHash: this.previousHash };
    const event = rehashed(linked as LedgerEvent);
    this.previousHash = event.hash;
    return event;
  }

  async deliver(...items: unknown[]): Promise<ItemAnswer[]> {
    return (await this.delivery(...items)).answers;
  }

  delivery(...items: unknown[]) {
    return call(this.url, 'deliver', { token: this.token, body: { epoch: this.epoch, items } });
  }

  /** Starts the next epoch, with empty leases; the one before is frozen. */
  async nextEpoch(): Promise<void> {
    const body = { requestId: newId(), before: this.epoch, why: 'restored' as const };
    const { epoch } = await call(this.url, 'startEpoch', { token: this.token, body });
    Object.assign(this, { epoch, sequence: 0, previousHash: FIRST_PREVIOUS_HASH });
    this.counters.clear();
  }

  /** Asks for places and takes the answer. */
  async lease(performanceId: string, units: number, requestId: string = newId()): Promise<LeaseAnswer> {
    const answer = await call(this.url, 'lease', {
      token: this.token,
      body: { requestId, performanceId, epoch: this.epoch, units },
    });
    const before = this.countersOf(performanceId);
    this.counters.set(performanceId, { ...before, granted: Math.max(before.granted, answer.granted) });
    return answer;
  }

  /** Counts what an event did to the own lease. */
  count(performanceId: string, added: Partial<LeaseCounters>): void {
    const { granted, consumed, released, returned } = this.countersOf(performanceId);
    this.counters.set(performanceId, {
      granted,
      consumed: consumed + (added.consumed ?? 0),
      released: released + (added.released ?? 0),
      returned: returned + (added.returned ?? 0),
    });
  }
}

/** The event with the hash that belongs to it. */
export function rehashed(event: LedgerEvent): LedgerEvent {
  return { ...event, hash: createHash('sha256').update(hashedText(event)).digest('hex') };
}

/** Logs a demo site in and enrols a desk of it. */
export async function enrolDesk(url: string, site: string, deskName = 'Kassa'): Promise<TestDesk> {
  await ready;
  const token = await logIn(url, site);
  return new TestDesk(url, await call(url, 'enrol', { token, body: { requestId: newId(), deskName } }));
}
