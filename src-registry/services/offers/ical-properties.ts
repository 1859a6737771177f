/**
 * Properties of an iCalendar event (RFC 5545) that may safely be expanded: only dates that there are, only zones that are
 * known, only rules that come to an end. node-ical reads wrong dates as others, unknown zones as UTC, and some rules for
 * minutes.
 */
import { day as daySchema } from '../../../src-shared/kernel/schemas.ts';
import type { SeasonProblem } from '../../../src-shared/registry-api/bodies/season.ts';

export interface Property {
  readonly name: string;
  /** Between the name and the colon. */
  readonly parameters: string;
  readonly value: string;
}

/** Properties that hold dates. */
export const DATES = ['DTSTART', 'DTEND', 'EXDATE', 'RECURRENCE-ID'];
/** Outlook's name of Helsinki's zone. */
const WINDOWS_HELSINKI = 'FLE Standard Time';
const MOST_INTERVAL = 1_000;

/** What is wrong with a property; null: nothing. */
export function problemOf({ name, parameters, value }: Property): SeasonProblem | null {
  if (name === 'RDATE') return 'event.not-expandable';
  if (name === 'RRULE') return safeRule(value) === null ? 'event.not-expandable' : null;
  if (name === 'DURATION')
    return /^P(?:\d{1,3}W|(?:\d{1,3}D)?(?:T(?:\d{1,4}[HMS])+)?)$/.test(value) ? null : 'event.not-a-date';
  if (!DATES.includes(name)) return null;
  if (!value.split(',').every((each) => isDate(each.trim()))) return 'event.not-a-date';
  const zone = zoneOf(parameters);
  return zone === null || isZone(zone) ? null : 'event.zone-unknown';
}

function isDate(text: string): boolean {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/.exec(text);
  return found !== null && daySchema.safeParse(`${found[1]}-${found[2]}-${found[3]}`).success;
}

function zoneOf(parameters: string): string | null {
  return /;TZID="?([^;":]+)"?/i.exec(parameters)?.[1] ?? null;
}

function isZone(zone: string): boolean {
  if (zone === WINDOWS_HELSINKI) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // Intl throws for what is no zone.
    return false;
  }
}

/** A rule of whole days, without its count, which the library may follow for centuries; null: not one that we expand. */
function safeRule(value: string): string | null {
  const parts = value.split(';').map((part) => part.split('='));
  const rule = new Map(parts.map(([name = '', text = '']) => [name.toUpperCase(), text.toUpperCase()]));
  if (rule.size !== parts.length || ![...rule].every(([name, text]) => RULE_PARTS[name]?.test(text))) return null;
  const interval = Number(rule.get('INTERVAL') ?? 1);
  if (!rule.has('FREQ') || interval < 1 || interval > MOST_INTERVAL) return null;
  if (rule.has('COUNT') && rule.has('UNTIL')) return null;
  if (rule.has('UNTIL') && !isDate(rule.get('UNTIL') ?? '')) return null;
  const isLong = rule.get('FREQ') === 'MONTHLY' || rule.get('FREQ') === 'YEARLY';
  if (!isLong && (rule.has('BYSETPOS') || /\d/.test(rule.get('BYDAY') ?? ''))) return null;
  rule.delete('COUNT');
  return [...rule].map(([name, text]) => `${name}=${text}`).join(';');
}

const RULE_PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^\d{1,4}$/,
  COUNT: /^[1-9]\d{0,8}$/,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  BYDAY: /^(?:[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU))(?:,[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)){0,34}$/,
  BYMONTH: /^(?:1[0-2]|[1-9])(?:,(?:1[0-2]|[1-9])){0,11}$/,
  BYMONTHDAY: /^-?(?:3[01]|[12]\d|[1-9])(?:,-?(?:3[01]|[12]\d|[1-9])){0,30}$/,
  BYSETPOS: /^-?[1-9]\d?(?:,-?[1-9]\d?){0,9}$/,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
};

/** The property as a line of a calendar. Times without a zone are Helsinki times. */
export function lineOf({ name, parameters, value }: Property): string {
  if (name === 'RRULE') return `RRULE:${safeRule(value) ?? ''}`;
  if (!DATES.includes(name)) return `${name}:${value}`;
  const isDay = /^\d{8}(?:,|$)/.test(value.trim());
  if (isDay) return `${name};VALUE=DATE:${value.trim()}`;
  const zone = zoneOf(parameters);
  const isUtc = value.trim().endsWith('Z');
  if (isUtc) return `${name}:${value.trim()}`;
  return `${name};TZID=${zone === null || zone === WINDOWS_HELSINKI ? 'Europe/Helsinki' : zone}:${value.trim()}`;
}
