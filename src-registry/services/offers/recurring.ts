/** A day's admission again and again, as wishes: one for each open day (a swimming hall's, a museum's). */
import type { z } from 'zod';
import { addDays, atTime } from '../../../src-shared/kernel/helsinki.ts';
import { MOST_WISHES, type recurringRequest } from '../../../src-shared/registry-api/bodies/performances.ts';
import type { Wish } from './wish.ts';

type Recurring = z.output<typeof recurringRequest>;

/** The days as wishes; null: none, or more than can be made at once. The same series again changes its days. */
export function recurringWishes(recurring: Recurring): Wish[] | null {
  const { series, from, to, weekdays, closed, startsAt, endsAt, day: each } = recurring;
  const wishes: Wish[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!weekdays.includes(weekdayOf(day)) || closed.includes(day)) continue;
    if (wishes.length === MOST_WISHES) return null;
    wishes.push({ ...each, id: null, externalId: `${series} ${day}`, day, ...timesOn(day, startsAt, endsAt) });
  }
  return wishes.length === 0 ? null : wishes;
}

/** Instants of Helsinki wall times; an end that is not after its start is on the day after. */
export function timesOn(
  day: string,
  start: string | null,
  end: string | null,
): { readonly startsAt: string | null; readonly endsAt: string | null } {
  const isNextDay = start !== null && end !== null && end <= start;
  const ends = end === null ? null : atTime(isNextDay ? addDays(day, 1) : day, end);
  return { startsAt: start === null ? null : textOf(atTime(day, start)), endsAt: ends === null ? null : textOf(ends) };
}

/** 1 is Monday, 7 is Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function textOf(instant: number): string {
  return new Date(instant).toISOString();
}
