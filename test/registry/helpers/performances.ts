/** Performances for tests, put into the registry through its service. */
import { randomUUID } from 'node:crypto';
import { demoSite, settingsOf } from '../../../src-registry/demo/demo-data.ts';
import { storePerformances } from '../../../src-registry/services/offers/performances.ts';
import type { RunningRegistry } from '../../../src-registry/start.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';

/** Adds or changes a performance, by preset tonight's at the theatre, without a cap. Its limits may be unlawful. */
export async function putPerformance(
  registry: RunningRegistry,
  { organiser = 'teatteri', ...wish }: Partial<Omit<Performance, 'organiser'>> & { organiser?: string },
): Promise<Performance> {
  const { id, name, type } = demoSite(organiser);
  const performance: Performance = {
    id: randomUUID(),
    organiser: { id, name, type, supportPersons: settingsOf(organiser).supportPersons },
    title: { fi: 'Koe', sv: 'Prov', en: 'Trial' },
    place: 'Sali',
    kind: 'performance',
    guest: false,
    day: '2026-10-09',
    startsAt: '2026-10-09T16:00:00.000Z',
    endsAt: null,
    capacity: 100,
    cap: null,
    soldOut: false,
    exclusion: null,
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    feeCents: 0,
    cloakroom: false,
    cancelled: false,
    ...wish,
  };
  await registry.services.database.transaction(async (tx) => ok(await storePerformances(tx, [performance])));
  return performance;
}

/** A cap of adults. */
export function capOf(limit: number): Performance['cap'] {
  return { limit, counts: 'adults' };
}
