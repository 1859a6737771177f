/** Performances for tests: an ordinary evening in November, but for what is said otherwise. */
import type { Performance } from '../../src-shared/performance/performance.ts';

export const TODAY = '2026-11-20';
/** 12:00 in Helsinki. */
export const NOON = '2026-11-20T10:00:00.000Z';

let count = 0;

/** A performance tonight at 19 in Helsinki, without a cap. */
export function performance(otherwise: Partial<Performance> = {}): Performance {
  count += 1;
  const number = count.toString(16).padStart(12, '0');
  return {
    id: `019d0000-0000-7000-8000-${number}`,
    organiser: { id: '019d0000-0000-7000-9000-000000000001', name: 'Teatteri', type: 'theatre', supportPersons: true },
    title: { fi: 'Esitys', sv: 'Föreställning', en: 'Performance' },
    place: 'Suuri näyttämö',
    kind: 'performance',
    guest: false,
    day: TODAY,
    startsAt: '2026-11-20T17:00:00.000Z',
    endsAt: '2026-11-20T19:30:00.000Z',
    capacity: 200,
    cap: null,
    soldOut: false,
    exclusion: null,
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    feeCents: 0,
    cloakroom: false,
    cancelled: false,
    ...otherwise,
  };
}

/** One with a cap on adults. */
export function capped(limit: number, otherwise: Partial<Performance> = {}): Performance {
  return performance({ cap: { limit, counts: 'adults' }, ...otherwise });
}
