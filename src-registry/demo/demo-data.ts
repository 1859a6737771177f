/** The demo's files, read and checked, and what they are on a given day. */
import { v5 } from 'uuid';
import { z } from 'zod';
import cardsFile from '../../resources/demo/cards.json' with { type: 'json' };
import performancesFile from '../../resources/demo/performances.json' with { type: 'json' };
import sitesFile from '../../resources/demo/sites.json' with { type: 'json' };
import { cardSchema, type Card } from '../../src-shared/card/card.ts';
import { addDays, atTime, helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { count, id as idSchema } from '../../src-shared/kernel/schemas.ts';
import { performanceSchema, type Performance } from '../../src-shared/performance/performance.ts';
import { role } from '../../src-shared/registry-api/permissions.ts';
import { sitePolicySchema, siteSchema, type Site } from '../../src-shared/registry-api/bodies/site.ts';
import type { SitePlace, SiteSettings } from '../services/people/sites.ts';

const sitesSchema = z.strictObject({
  password: z.string(),
  networks: z.array(z.strictObject({ id: idSchema, name: z.string(), municipalities: z.array(z.string()) })),
  sites: z.array(
    siteSchema.extend({
      network: idSchema.nullable(),
      roles: z.array(role),
      canLogIn: z.boolean(),
      policy: sitePolicySchema,
      supportPersons: z.boolean(),
    }),
  ),
  agents: z.array(z.strictObject({ agent: z.string(), sellsFor: z.array(z.string()) })),
});

/** Days count from today. */
const cardsSchema = z.array(cardSchema.extend({ code: z.string(), firstDay: z.int(), lastDay: z.int().nullable() }));

const performancesSchema = z.array(
  performanceSchema
    .pick({
      title: true,
      place: true,
      kind: true,
      guest: true,
      capacity: true,
      cap: true,
      exclusion: true,
      windows: true,
      feeCents: true,
      cloakroom: true,
    })
    .extend({
      name: z.string(),
      organiser: z.string(),
      inDays: count,
      /** A new one each day; false: one and the same, which moves on before anybody can buy a ticket for it. */
      dated: z.boolean(),
      start: z.iso.time({ precision: -1 }).nullable(),
      /** How long it takes; null: it is over when its day is. */
      minutes: count.nullable(),
      /** Starts later today once it is nearly time, and ends late: the demo always has a tonight. */
      movesOn: z.boolean(),
    }),
);
type Sketch = z.infer<typeof performancesSchema>[number];

/** Any fixed UUID: the name space of the demo's performances. */
const PERFORMANCE_NAMES = '018f0000-0000-7000-8000-00000000d390';
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

export const DEMO_SITES = sitesSchema.parse(sitesFile);
const CARDS = cardsSchema.parse(cardsFile);
const PERFORMANCES = performancesSchema.parse(performancesFile);

/** The demo's cards as they are on a Helsinki day. */
export function demoCards(today: string): (Card & { code: string })[] {
  return CARDS.map(({ firstDay, lastDay, ...card }) => ({
    ...card,
    firstDay: addDays(today, firstDay),
    lastDay: lastDay === null ? null : addDays(today, lastDay),
  }));
}

/** The demo's performances at an instant: tonight can be sold for at any time of the day. */
export function demoPerformances(now: number): Performance[] {
  const today = helsinkiDay(now);
  return PERFORMANCES.map((sketch) => {
    const { name, inDays, dated, title, place, kind, guest, capacity, cap, exclusion, windows } = sketch;
    const day = addDays(today, inDays);
    return {
      id: v5(dated ? `${name}/${day}` : name, PERFORMANCE_NAMES),
      organiser: organiserOf(sketch),
      title,
      place,
      kind,
      guest,
      day,
      ...timesOf(sketch, day, now),
      capacity,
      cap,
      soldOut: false,
      exclusion,
      windows,
      feeCents: sketch.feeCents,
      cloakroom: sketch.cloakroom,
      cancelled: false,
    };
  });
}

/**
 * A performance that moves on is sold until 01:00 at least. From an hour before its start on, it starts at the first
 * quarter of an hour that is at least 15 minutes away, later by as much as reservations lapse before it, yet at 23:55 at
 * the latest.
 */
function timesOf(sketch: Sketch, day: string, now: number): Pick<Performance, 'startsAt' | 'endsAt'> {
  if (sketch.start === null) return { startsAt: null, endsAt: null };
  const planned = atTime(day, sketch.start);
  const away = QUARTER + sketch.windows.lapseMinutesBefore * MINUTE;
  const later = Math.min(Math.ceil((now + away) / QUARTER) * QUARTER, atTime(day, '23:55'));
  const start = sketch.movesOn && now >= planned - 60 * MINUTE ? Math.max(planned, later) : planned;
  const startsAt = new Date(start).toISOString();
  if (sketch.minutes === null) return { startsAt, endsAt: null };
  const end = start + sketch.minutes * MINUTE;
  const lastEnd = sketch.movesOn ? Math.max(end, atTime(addDays(day, 1), '01:00')) : end;
  return { startsAt, endsAt: new Date(lastEnd).toISOString() };
}

function organiserOf({ organiser }: Sketch): Performance['organiser'] {
  const { id, name, type } = demoSite(organiser);
  return { id, name, type, supportPersons: settingsOf(organiser).supportPersons };
}

/** The demo site that logs in with a name. */
export function demoSite(login: string): Site {
  const { id, name, type } = found(login);
  return { id, login, name, type };
}

/** What the demo site with a name sets for itself. */
export function settingsOf(login: string): SiteSettings {
  const { policy, supportPersons } = found(login);
  return { policy, supportPersons };
}

/** Where the demo site with a name belongs, and what it may do. */
export function placeOf(login: string): SitePlace {
  const { network: networkId, roles } = found(login);
  return { networkId, roles };
}

function found(login: string): (typeof DEMO_SITES)['sites'][number] {
  const site = DEMO_SITES.sites.find((each) => each.login === login);
  if (site === undefined) throw new Error(`the demo has no site ${login}`);
  return site;
}
