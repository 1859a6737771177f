/** What the scripted desk knows: the demo cards and some performances, by a fixed clock. */
import type { Card } from '../../src-shared/card/card.ts';
import type { OfferedPerformance } from '../../src-shared/desk-api/state.ts';
import { addDays, atTime } from '../../src-shared/kernel/helsinki.ts';
import type { Localised } from '../../src-shared/kernel/schemas.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';

export const TODAY = '2026-03-14';
export const NOW = atTime(TODAY, '18:20');

const VALID: Card = {
  kind: 'personal',
  firstDay: addDays(TODAY, -100),
  lastDay: addDays(TODAY, 265),
  state: 'active',
  childLimit: null,
};
const COMMUNITY: Card = { ...VALID, kind: 'community', lastDay: null };

/** The demo cards, by code; the one that is not registered is not here. */
export const CARDS: Readonly<Record<string, Card>> = {
  A045198723: VALID,
  A100000001: { ...VALID, childLimit: 2 },
  A100000002: { ...VALID, lastDay: addDays(TODAY, -1) },
  A100000003: { ...VALID, lastDay: TODAY },
  A100000004: { ...VALID, firstDay: addDays(TODAY, 1) },
  A100000005: { ...VALID, state: 'ended' },
  A100000006: { ...VALID, state: 'out-of-use' },
  AM99000123: COMMUNITY,
  AM99000124: { ...COMMUNITY, state: 'ended' },
};

const THEATRE = {
  id: '00000000-0000-4000-8000-000000000010',
  name: 'Demo Theatre',
  type: 'theatre',
  supportPersons: true,
} as const;

function performance(number: number, title: Localised, changes: Partial<Performance>): Performance {
  return {
    id: `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
    organiser: THEATRE,
    title,
    place: 'Suuri näyttämö',
    kind: 'performance',
    guest: false,
    day: TODAY,
    startsAt: new Date(atTime(TODAY, '19:00')).toISOString(),
    endsAt: new Date(atTime(TODAY, '21:30')).toISOString(),
    capacity: 400,
    cap: null,
    soldOut: false,
    exclusion: null,
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    feeCents: 0,
    cloakroom: false,
    cancelled: false,
    ...changes,
  };
}

const EVENING = performance(
  1,
  { fi: 'Kesäyön unelma', sv: 'En midsommarnattsdröm', en: 'A Midsummer Night’s Dream' },
  { cap: { limit: 20, counts: 'adults' } },
);
const SWIMMING = performance(
  2,
  { fi: 'Uimahalli, kertakäynti', sv: 'Simhallen, engångsbesök', en: 'Swimming hall, single visit' },
  { kind: 'day-admission', startsAt: null, endsAt: null, place: 'Keskustan uimahalli' },
);
const SMALL = performance(
  3,
  { fi: 'Nukketeatteri: Muumit', sv: 'Dockteater: Mumin', en: 'Puppet theatre: Moomins' },
  {
    place: 'Pieni näyttämö',
    startsAt: new Date(atTime(TODAY, '20:00')).toISOString(),
    cap: { limit: 2, counts: 'adults' },
  },
);
const EXCLUDED = performance(
  4,
  { fi: 'Vierailu: Tango Nuevo', sv: 'Gästspel: Tango Nuevo', en: 'Guest: Tango Nuevo' },
  {
    startsAt: new Date(atTime(TODAY, '20:30')).toISOString(),
    exclusion: { reason: { fi: 'kiertuevierailu', sv: 'gästspel på turné', en: 'a touring guest' } },
  },
);
const COURSE = performance(
  5,
  { fi: 'Akvarellimaalauksen alkeet', sv: 'Grunderna i akvarellmålning', en: 'Watercolours for beginners' },
  {
    kind: 'course',
    place: 'Opisto, luokka 12',
    organiser: { ...THEATRE, name: 'Demo Institute', type: 'institute', supportPersons: false },
    day: addDays(TODAY, 3),
    startsAt: new Date(atTime(addDays(TODAY, 3), '17:15')).toISOString(),
    endsAt: new Date(atTime(addDays(TODAY, 3), '20:00')).toISOString(),
  },
);
const FESTIVAL = performance(
  6,
  { fi: 'Kevätfestivaali, päivälippu', sv: 'Vårfestivalen, dagsbiljett', en: 'Spring festival, day ticket' },
  {
    kind: 'festival-day',
    place: 'Satamapuisto',
    day: addDays(TODAY, 60),
    startsAt: null,
    endsAt: null,
    windows: { oneMonthBefore: true, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
  },
);

const CONCERT = performance(
  7,
  { fi: 'Konsertti: Sibelius', sv: 'Konsert: Sibelius', en: 'Concert: Sibelius' },
  {
    place: 'Konserttitalo',
    startsAt: new Date(atTime(TODAY, '19:30')).toISOString(),
    cap: { limit: 6, counts: 'all-tickets' },
    guest: true,
    feeCents: 250,
    cloakroom: true,
  },
);

/** What is on offer; places left under the cap, null where there is none. */
export const OFFERED: readonly OfferedPerformance[] = [
  { performance: EVENING, left: 12 },
  { performance: SWIMMING, left: null },
  { performance: SMALL, left: 0 },
  { performance: EXCLUDED, left: null },
  { performance: COURSE, left: null },
  { performance: FESTIVAL, left: null },
  { performance: CONCERT, left: 4 },
];

export const IDS = {
  evening: EVENING.id,
  swimming: SWIMMING.id,
  small: SMALL.id,
  course: COURSE.id,
  concert: CONCERT.id,
} as const;
