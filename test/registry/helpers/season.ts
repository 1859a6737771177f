/** Seasons' files for tests, and what is read of them. */
import { wholeWish, type Wish } from '../../../src-registry/services/offers/wish.ts';
import { performanceWish } from '../../../src-shared/registry-api/bodies/performances.ts';

const ORGANISER = { id: '', name: 'Teatteri', type: 'theatre', supportPersons: false } as const;

/** All steps of reading at once. */
export function whole<Value>(work: Generator<undefined, Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** What is said of a new performance fits what an organiser may say, whatever its limits. */
export function isMeant(wish: Wish): boolean {
  return performanceWish.safeParse(wholeWish(null, wish, ORGANISER)).success;
}

/** An iCalendar file of such lines. */
export function calendar(...lines: string[]): Buffer {
  return Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
}

/** An event's lines. */
export function event(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
}
