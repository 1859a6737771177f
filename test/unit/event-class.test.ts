/** STAT-1: the class under which an organiser's events are counted, until it says something else. */
import { expect, test } from 'vitest';
import { presetClass, type EventClass } from '../../src-shared/performance/event-class.ts';
import { ORGANISER_TYPES } from '../../src-shared/performance/performance.ts';

test('STAT-1: sport at swimming halls and sports, education at institutes, culture everywhere else', () => {
  const others: Partial<Record<(typeof ORGANISER_TYPES)[number], EventClass>> = {
    'swimming-hall': 'sport',
    sports: 'sport',
    institute: 'education',
  };
  const wanted = ORGANISER_TYPES.map((type) => [type, others[type] ?? 'culture']);
  expect(ORGANISER_TYPES.map((type) => [type, presetClass(type)])).toEqual(wanted);
});
