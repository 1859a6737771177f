/** Classes of events, as the national statistics count them (STAT-1). */
import type { Performance } from './performance.ts';

export const EVENT_CLASSES = ['culture', 'education', 'science', 'sport'] as const;
export type EventClass = (typeof EVENT_CLASSES)[number];

/** The class of an organiser's events, until it says something else. */
export function presetClass(type: Performance['organiser']['type']): EventClass {
  if (type === 'swimming-hall' || type === 'sports') return 'sport';
  return type === 'institute' ? 'education' : 'culture';
}
