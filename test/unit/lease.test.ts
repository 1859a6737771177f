import { describe, expect, test } from 'vitest';
import { balance, held, NO_LEASE, pool, unitsOf } from '../../src-shared/cap/lease.ts';

describe('the lease algebra', () => {
  test('balance is granted − returned − (consumed − released)', () => {
    expect(balance(NO_LEASE)).toBe(0);
    expect(balance({ granted: 10, consumed: 6, released: 2, returned: 3 })).toBe(3);
  });

  test('an epoch holds granted − returned of the cap, sold or not', () => {
    expect(held({ granted: 10, consumed: 6, released: 2, returned: 3 })).toBe(7);
  });

  test('CAP-11: the pool may go negative after facts without a lease', () => {
    expect(pool(20, 7, 3, 0)).toBe(10);
    expect(pool(5, 7, 0, 1)).toBe(-3);
  });

  test('CAP-8: units: one adult, or all tickets; none without a cap', () => {
    expect(unitsOf({ limit: 5, counts: 'adults' }, 3)).toBe(1);
    expect(unitsOf({ limit: 5, counts: 'all-tickets' }, 3)).toBe(4);
    expect(unitsOf(null, 3)).toBe(0);
  });
});
