/** What is wanted of a performance, and what it comes to with what is kept of it. */
import { presetClass } from '../../../src-shared/performance/event-class.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { PerformanceWish } from '../../../src-shared/registry-api/bodies/performances.ts';
import type { KeptOffer } from './offer-row.ts';

type Text = Performance['title'];
type Cap = NonNullable<Performance['cap']>;
type Said<Whole> = { readonly [Key in keyof Whole]?: Whole[Key] | undefined };

/** What is wanted of one performance; what is left out stays as it is, or is as little as can be. */
export type Wish = Pick<PerformanceWish, 'id' | 'externalId' | 'day'> &
  Partial<Omit<PerformanceWish, 'title' | 'cap' | 'exclusion'>> & {
    readonly title: Pick<Text, 'fi'> & Said<Text>;
    readonly cap?: Said<Cap> | null;
    readonly exclusion?: { readonly reason: Said<Text> } | null;
    /** Left out: as it is. */
    readonly cancelled?: boolean;
    /** What a calendar says; it takes back only a cancellation that came out of a calendar too. */
    readonly calendarStatus?: 'cancelled' | 'confirmed';
    /** What it may be called already, where nothing has its external id: the likelier first. */
    readonly otherNames?: readonly string[];
    /** Of a calendar's event: it may be known by this and an instant of its day. */
    readonly calendarUid?: string;
  };

/** All of a wish: what it says, else what is kept, else as little as can be. Not yet known to be good. */
export function wholeWish(
  before: KeptOffer | null,
  wish: Wish,
  organiser: Performance['organiser'],
): Partial<PerformanceWish> {
  const { cancelled: _, calendarStatus: __, otherNames: ___, calendarUid: ____, ...wanted } = wish;
  const kept = before?.performance;
  const said = {
    ...wanted,
    title: textOf(wanted.title, kept?.title) ?? undefined,
    cap: capOf(wanted.cap, kept?.cap),
    exclusion: exclusionOf(wanted.exclusion, kept?.exclusion),
  };
  return { ...presetsOf(organiser), ...asWish(before), ...endOf(before, wanted), ...given(said) };
}

/** Translations that are not said stay, but those that only repeat the Finnish text follow it; null: there is none. */
function textOf(said: Said<Text>, kept: Text | undefined): Text | null {
  const fi = said.fi ?? kept?.fi;
  if (fi === undefined) return null;
  const translation = (language: 'sv' | 'en'): string =>
    said[language] ?? (kept === undefined || kept[language] === kept.fi ? fi : kept[language]);
  return { fi, sv: translation('sv'), en: translation('en') };
}

function capOf(said: Wish['cap'], kept: Performance['cap'] = null): PerformanceWish['cap'] | undefined {
  if (said === undefined || said === null) return said;
  const limit = said.limit ?? kept?.limit;
  return limit === undefined ? undefined : { limit, counts: said.counts ?? kept?.counts ?? 'adults' };
}

function exclusionOf(
  said: Wish['exclusion'],
  kept: Performance['exclusion'] = null,
): PerformanceWish['exclusion'] | undefined {
  if (said === undefined || said === null) return said;
  const reason = textOf(said.reason, kept?.reason);
  return reason === null ? undefined : { reason };
}

/** As little as can be said of a performance. */
function presetsOf({ type, name }: Performance['organiser']): Partial<PerformanceWish> {
  return {
    class: presetClass(type),
    place: name,
    kind: 'performance',
    guest: false,
    startsAt: null,
    endsAt: null,
    capacity: null,
    cap: null,
    soldOut: false,
    exclusion: null,
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    feeCents: 0,
    cloakroom: false,
  };
}

function asWish(kept: KeptOffer | null): Partial<PerformanceWish> {
  if (kept === null) return {};
  const { organiser: _, cancelled: __, ...performance } = kept.performance;
  return { ...performance, soldOut: kept.soldOutSaid, class: kept.class, externalId: kept.externalId };
}

/** The end that is kept where another start is said and no end: it goes on for as long as it did. */
function endOf(before: KeptOffer | null, { startsAt }: Pick<Wish, 'startsAt'>): Partial<PerformanceWish> {
  if (before === null || typeof startsAt !== 'string') return {};
  const { startsAt: start, endsAt: end } = before.performance;
  if (start === null || end === null) return {};
  return { endsAt: new Date(Date.parse(startsAt) + Date.parse(end) - Date.parse(start)).toISOString() };
}

/** Only what is said: an external id that is not given does not take one away. */
function given({ externalId, ...wish }: Said<PerformanceWish>): Partial<PerformanceWish> {
  const said = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  return typeof externalId === 'string' ? { ...said, externalId } : { externalId: null, ...said };
}
