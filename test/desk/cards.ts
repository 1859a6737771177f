/** The demo cards as a local list that a test can change. */
import { createHmac } from 'node:crypto';
import type { Card } from '../../src-shared/card/card.ts';
import { addDays, helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import type { CardList, CardListStatus } from '../../src-main/services/ports.ts';

export const NETWORK_KEYS = [
  { generation: 2, key: Buffer.alloc(32, 2).toString('base64') },
  { generation: 1, key: Buffer.alloc(32, 1).toString('base64') },
];

/** Keys as the registry hands them out where nothing has been rotated. */
export const HANDED_KEYS = {
  networkKeys: NETWORK_KEYS,
  signingKeys: [{ generation: 1, key: Buffer.alloc(32, 8).toString('base64'), endorsement: null }],
};

/** The key of a code as any implementation of the interface must make it. */
export function keyOf(code: string, generation = 1): string {
  const networkKey = Buffer.from(NETWORK_KEYS.find((one) => one.generation === generation)!.key, 'base64');
  return createHmac('sha256', networkKey).update(code).digest('hex').slice(0, 32);
}

/** A personal card that is valid for a year from `today`, but for what is said otherwise. */
export function personalCard(today: string, otherwise: Partial<Card> = {}): Card {
  return {
    kind: 'personal',
    firstDay: addDays(today, -30),
    lastDay: addDays(today, 335),
    state: 'active',
    childLimit: null,
    ...otherwise,
  };
}

/** The demo cards on a Helsinki day. */
export function demoCards(today: string): Map<string, Card> {
  const community = (otherwise: Partial<Card> = {}): Card =>
    personalCard(today, { kind: 'community', lastDay: null, ...otherwise });
  return new Map([
    ['A045198723', personalCard(today)],
    ['A100000001', personalCard(today, { childLimit: 2 })],
    ['A100000002', personalCard(today, { lastDay: addDays(today, -1) })],
    ['A100000003', personalCard(today, { lastDay: today })],
    ['A100000004', personalCard(today, { firstDay: addDays(today, 1) })],
    ['A100000005', personalCard(today, { state: 'ended' })],
    ['A100000006', personalCard(today, { state: 'out-of-use' })],
    ['AM99000123', community()],
    ['AM99000124', community({ state: 'ended' })],
  ]);
}

export interface SettableCardList extends CardList {
  put(code: string, card: Card | null): void;
  say(status: Partial<CardListStatus>): void;
  /** Rekeys the list, as a new snapshot would. */
  rekey(generation: number): void;
  reopened(): number;
}

/** A list of the demo cards, complete as of `now` (milliseconds). */
export function settableCardList(now: number): SettableCardList {
  const cards = demoCards(helsinkiDay(now));
  let status: CardListStatus = {
    state: 'ready',
    count: cards.size,
    freshAt: new Date(now).toISOString(),
    keyGeneration: 1,
  };
  let reopened = 0;
  return {
    find(key) {
      for (const [code, card] of cards) if (keyOf(code, status.keyGeneration) === key) return card;
      return null;
    },
    status: () => status,
    reopen: () => void (reopened += 1),
    put(code, card) {
      if (card === null) cards.delete(code);
      else cards.set(code, card);
    },
    say: (part) => void (status = { ...status, ...part }),
    rekey: (keyGeneration) => void (status = { ...status, keyGeneration }),
    reopened: () => reopened,
  };
}
