/** The demo cards: the same in every demo, with what to expect of each. */

export const DEMO_CARDS = [
  'A045198723',
  'A100000001',
  'A100000002',
  'A100000003',
  'A100000004',
  'A100000005',
  'A100000006',
  'AM99000123',
  'AM99000124',
  'A999999999',
] as const;

export type DemoCode = (typeof DEMO_CARDS)[number];

/** Not in the register, so that there is nothing to change. */
export const UNREGISTERED: DemoCode = 'A999999999';
