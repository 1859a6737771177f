import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  FIRST_PREVIOUS_HASH,
  hashedText,
  ledgerEventSchema,
  type LedgerEvent,
} from '../../src-shared/acquisition/event.ts';
import { canonicalJson } from '../../src-shared/kernel/canonical.ts';

const EVENT: LedgerEvent = {
  type: 'refused',
  id: '019d0000-0000-7000-8000-000000000001',
  epoch: '019d0000-0000-7000-a000-000000000001',
  sequence: 1,
  at: '2026-11-20T10:00:00.000Z',
  performanceId: '019d0000-0000-7000-8000-000000000002',
  previousHash: FIRST_PREVIOUS_HASH,
  cardKey: null,
  reasons: ['card.malformed'],
  hash: '0'.repeat(64),
};

describe('the hashed text of an event', () => {
  test('is its canonical form without the hash, whatever the order of its fields', () => {
    const text = hashedText(EVENT);
    expect(text).toBe(
      '{"at":"2026-11-20T10:00:00.000Z","cardKey":null,"epoch":"019d0000-0000-7000-a000-000000000001",' +
        '"id":"019d0000-0000-7000-8000-000000000001","performanceId":"019d0000-0000-7000-8000-000000000002",' +
        `"previousHash":"${FIRST_PREVIOUS_HASH}","reasons":["card.malformed"],"sequence":1,"type":"refused"}`,
    );
    const turned = Object.fromEntries(Object.entries(EVENT).toReversed()) as LedgerEvent;
    expect(hashedText(turned)).toBe(text);
    expect(createHash('sha256').update(text).digest('hex')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('covers every field', () => {
    for (const field of Object.keys(EVENT).filter((name) => name !== 'hash')) {
      expect(hashedText({ ...EVENT, [field]: 'another' } as LedgerEvent)).not.toBe(hashedText(EVENT));
    }
  });

  test('an event with a field too many, or with a code in it, is no event', () => {
    expect(ledgerEventSchema.safeParse(EVENT).success).toBe(true);
    expect(ledgerEventSchema.safeParse({ ...EVENT, code: 'A045198723' }).success).toBe(false);
    expect(ledgerEventSchema.safeParse({ ...EVENT, reasons: [] }).success).toBe(false);
  });
});

describe('canonical JSON', () => {
  test('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [3, 1, { d: null, c: true }], a: 'ä"\n' })).toBe(
      '{"a":"ä\\"\\n","b":[3,1,{"c":true,"d":null}]}',
    );
  });
});
