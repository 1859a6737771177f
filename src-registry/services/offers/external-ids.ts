/** What performances out of files are known by. */
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';

const MOST_CHARACTERS = 300;

/** A text as an external id: cut, but never within a character, for PostgreSQL takes no halves. */
export function externalIdOf(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/\p{Cs}$/u, '')
    .trim();
}

/** An occurrence of a calendar's event: by its UID and the Helsinki day that its rule says, whatever the hour. */
export function occurrenceId(uid: string, day: string): string {
  return `${uid} ${day}`;
}

/** As occurrences were known once: by the instant, so that another hour made them others. */
export function instantId(uid: string, instant: Date): string {
  return `${uid} ${instant.toISOString()}`;
}

const INSTANT_ID = '^(.*) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z)$';

/** SQL: the UID of a performance that is known by UID and instant; null: it is not. */
export const UID_OF_INSTANT_ID = `substring(external_id FROM '${INSTANT_ID}')`;

/** What is known by UID and instant, as it would be known by its day; null: it is not known so. */
export function dayOfInstantId(externalId: string | null): string | null {
  const [, uid, instant] = new RegExp(INSTANT_ID, 'su').exec(externalId ?? '') ?? [];
  const at = Date.parse(instant ?? '');
  return uid === undefined || Number.isNaN(at) ? null : occurrenceId(uid, helsinkiDay(at));
}
