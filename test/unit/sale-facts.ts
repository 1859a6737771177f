/** Facts of an ordinary sale that is accepted: each test changes what it is about. */
import type { EarlierUse, SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import type { Card } from '../../src-shared/card/card.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';

export const PERSONAL: Card = {
  kind: 'personal',
  firstDay: '2026-01-15',
  lastDay: '2027-01-15',
  state: 'active',
  childLimit: null,
};

export const COMMUNITY: Card = { ...PERSONAL, kind: 'community', lastDay: null };

export const NO_WINDOWS: Performance['windows'] = {
  oneMonthBefore: false,
  redeemMinutesBefore: null,
  lapseMinutesBefore: 0,
};

export const EVENING: Performance = {
  id: '019d0000-0000-7000-8000-000000000001',
  organiser: {
    id: '019d0000-0000-7000-9000-000000000001',
    name: 'Teatteri',
    type: 'theatre',
    supportPersons: true,
  },
  title: { fi: 'Esitys', sv: 'Föreställning', en: 'Performance' },
  place: 'Suuri näyttämö',
  kind: 'performance',
  guest: false,
  day: '2026-11-20',
  startsAt: '2026-11-20T17:00:00.000Z',
  endsAt: '2026-11-20T19:30:00.000Z',
  capacity: 200,
  cap: null,
  soldOut: false,
  exclusion: null,
  windows: NO_WINDOWS,
  feeCents: 0,
  cloakroom: false,
  cancelled: false,
};

export const COURSE: Performance = { ...EVENING, kind: 'course' };
export const DAY_ADMISSION: Performance = { ...EVENING, kind: 'day-admission', startsAt: null, endsAt: null };
export const CAPPED: Performance = { ...EVENING, cap: { limit: 10, counts: 'adults' } };
export const CAPPED_TICKETS: Performance = { ...EVENING, cap: { limit: 10, counts: 'all-tickets' } };
export const EXCLUDED: Performance['exclusion'] = { reason: { fi: 'kiertue', sv: 'turné', en: 'on tour' } };

/** A ticket that was handed out at another desk in the morning. */
export const EARLIER: EarlierUse = {
  acquisitionId: '019d0000-0000-7000-8000-0000000000e1',
  state: 'redeemed',
  at: '2026-11-20T09:00:00.000Z',
  deskName: 'Kassa 2',
  delivered: true,
  here: false,
  children: 0,
  units: 0,
  lapsesAt: null,
};

/** A reservation of this desk, which lapses at the start. */
export const RESERVED: EarlierUse = {
  ...EARLIER,
  acquisitionId: '019d0000-0000-7000-8000-0000000000e2',
  state: 'reserved',
  here: true,
  lapsesAt: '2026-11-20T17:00:00.000Z',
};

export const ATTENDED: EarlierUse = {
  ...EARLIER,
  acquisitionId: '019d0000-0000-7000-8000-0000000000e3',
  state: 'attended',
};

/** So many places of a desk; the registry has no more. */
export function lease(balance: number, registryHasMore = false): NonNullable<SaleFacts['lease']> {
  return { balance, registryHasMore, left: balance };
}

/** Noon in Helsinki, a valid personal card, an evening without a cap; but for what is said otherwise. */
export function facts(otherwise: Partial<SaleFacts> = {}): SaleFacts {
  return {
    now: Date.parse('2026-11-20T10:00:00.000Z'),
    stage: 'redeem',
    code: ok('A045198723'),
    cardSeen: true,
    card: PERSONAL,
    cache: { usable: true, ageHours: 1 },
    provisional: 'off',
    performance: EVENING,
    lease: null,
    earlier: [],
    children: 0,
    members: 0,
    rules: PRESET_RULE_SET,
    ...otherwise,
  };
}
