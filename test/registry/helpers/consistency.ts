/** Many busy desks at once, paper and an office beside them, watched all along: by samples that see one moment each, and by readers. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { RunningRegistry } from '../../../src-registry/start.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../../src-shared/rules/rule-set.ts';
import { busyDesk, diceOf, type Dice, type Place } from './busy-desk.ts';
import { call, logIn } from './call.ts';
import { enrolDesk } from './desk.ts';
import { expectAsInDatabase, followFeeds, type Followed } from './follow-feeds.ts';
import { capOf, putPerformance } from './performances.ts';
import { FRIDAY_NOON, rows } from './registry.ts';
import { sampleLeases } from './sample-leases.ts';
import { expectUsesRecounted } from './use-recount.ts';

const THEATRE = '018f0000-0000-7000-8000-000000000001';

interface Wish {
  readonly clients: number;
  /** Of each client. */
  readonly operations: number;
  readonly seed: number;
}

/** Counts of what was seen, for the report of a test. */
export interface Seen {
  readonly samples: number;
  readonly pages: number;
  readonly acquisitions: number;
  readonly grants: number;
  /** Acquisitions that several desks had a hand in. */
  readonly shared: number;
}

/** Runs desks against a registry and checks that everything adds up, all along and in the end. */
export async function checkConsistency(registry: RunningRegistry, { clients, operations, seed }: Wish): Promise<Seen> {
  const performances = await Promise.all([
    putPerformance(registry, { cap: capOf(7) }),
    putPerformance(registry, { cap: capOf(60) }),
    putPerformance(registry, { cap: { limit: 40, counts: 'all-tickets' } }),
    putPerformance(registry, { cap: capOf(1_000_000) }),
    putPerformance(registry, { kind: 'day-admission', startsAt: null, cap: capOf(30) }),
    putPerformance(registry, {}),
  ]);
  const tokens = {
    teatteri: await logIn(registry.url, 'teatteri'),
    lipputoimisto: await logIn(registry.url, 'lipputoimisto'),
  };
  const places: Place[] = [];
  const desks = await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const site = index % 2 === 0 ? 'teatteri' : 'lipputoimisto';
      const desk = await enrolDesk(registry.url, site, `Kassa ${index}`);
      const body = { present: true };
      const writeOff = () => call(registry.url, 'writeOff', { token: tokens[site], id: desk.enrolment.deskId, body });
      return { ...busyDesk(desk, performances, places, diceOf(seed + index)), writeOff };
    }),
  );
  const watching = { isOver: false };
  const sampling = sampleLeases(registry.database.url, performances, watching);
  const readers = await Promise.all(['teatteri', 'lipputoimisto'].map((site) => enrolDesk(registry.url, site)));
  const reading = readers.map((reader) => followFeeds(reader, watching));
  const paper = new Set<string>();
  const rounds = Math.ceil(operations / 20);
  try {
    await Promise.all([
      ...desks.map(async (desk) => {
        for (let done = 0; done < operations; done += 1) {
          // What there was nothing to do to does not count.
          while (!(await desk.act()));
          // Believed lost, and back at once.
          if (done === Math.floor(operations / 2)) await desk.startAnew(desk.writeOff);
        }
        await desk.finish();
      }),
      noteOnPaper(registry.url, tokens.teatteri, performances, paper, rounds, diceOf(seed - 1)),
      workInOffice(registry, performances, rounds),
    ]);
  } finally {
    watching.isOver = true;
  }
  const samples = await sampling;
  const heard = await Promise.all(reading);
  const acquisitions = await checkEnd(registry.database.url, [...desks, { acquisitions: paper }], performances, heard);
  for (const [index, reader] of readers.entries()) {
    await expectAsInDatabase(registry.database.url, reader, heard[index]!);
  }
  const [counts] = await rows<{ grants: number; shared: number }>(
    registry.database.url,
    `SELECT (SELECT count(*)::integer FROM lease_requests WHERE performance_id = ANY ($1)) AS grants,
       (SELECT count(*)::integer FROM (
          SELECT FROM events JOIN epochs ON epochs.id = epoch_id WHERE performance_id = ANY ($1) AND acquisition_id IS NOT NULL
          GROUP BY acquisition_id HAVING count(DISTINCT desk_id) > 1) AS several) AS shared`,
    [performances.map(({ id }) => id)],
  );
  const pages = heard.reduce((sum, each) => sum + each.pages, 0);
  return { samples, pages, acquisitions, grants: counts?.grants ?? 0, shared: counts?.shared ?? 0 };
}

/** USE-3: without a lease; some of it is taken back. */
async function noteOnPaper(
  url: string,
  token: string,
  performances: readonly Performance[],
  acquisitions: Set<string>,
  rounds: number,
  dice: Dice,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const performanceId = performances[dice(performances.length)]!.id;
    const entry = {
      id: randomUUID(),
      performanceId,
      code: `A${600_000_000 + dice(2_000)}`,
      children: dice(3),
      at: FRIDAY_NOON,
    };
    const { answers } = await call(url, 'enterPaper', { token, id: THEATRE, body: { entries: [entry] } });
    expect(answers[0]?.problem).toBeNull();
    acquisitions.add(entry.id);
    if (dice(3) === 0) await call(url, 'voidPaper', { token, id: entry.id, body: { why: 'mistake' } });
  }
}

/** What desks hear of beside uses: a cap that is lowered and raised again, cards that end and are restored, new rule sets. */
async function workInOffice(
  registry: RunningRegistry,
  performances: readonly Performance[],
  rounds: number,
): Promise<void> {
  const { url } = registry;
  const { token } = await enrolDesk(url, 'teatteri', 'Toimisto');
  const administrator = await logIn(url, 'kansallinen');
  const { organiser: _, ...changed } = performances[1]!;
  for (let round = 0; round < rounds; round += 1) {
    await putPerformance(registry, { ...changed, cap: capOf(round % 2 === 0 ? 20 : 60) });
    await call(url, 'demoCard', { token, body: { code: 'A100000001', action: round % 2 === 0 ? 'end' : 'restore' } });
    const firstDay = `2027-01-${String(1 + (round % 28)).padStart(2, '0')}`;
    const body = { ...PRESET_RULE_SET, firstDay, staleAfterHours: 24 + (round % 5) };
    await call(url, 'putRuleSet', { token: administrator, body });
  }
}

/** What was confirmed is there once; followers have exactly what the database has; counts of uses equal a recount. */
async function checkEnd(
  url: string,
  told: readonly { readonly events?: ReadonlySet<string>; readonly acquisitions: ReadonlySet<string> }[],
  performances: readonly Performance[],
  heard: readonly Pick<Followed, 'uses'>[],
): Promise<number> {
  const ids = performances.map(({ id }) => id);
  const kept = await rows<{ id: string; state: string; children: number; units: number; at: Date }>(
    url,
    `SELECT id, state, children, leased_units + beyond_units AS units, at FROM acquisitions
     WHERE performance_id = ANY ($1) ORDER BY id`,
    [ids],
  );
  expect(kept.map(({ id }) => id)).toEqual(told.flatMap(({ acquisitions }) => [...acquisitions]).toSorted());
  const recorded = await rows<{ id: string }>(
    url,
    // The registry's own word, and paper, stand in epochs of its own.
    `SELECT events.id FROM events JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id
     WHERE performance_id = ANY ($1) AND NOT by_registry AND kind = 'desk' ORDER BY events.id`,
    [ids],
  );
  expect(recorded.map(({ id }) => id)).toEqual(told.flatMap(({ events }) => [...(events ?? [])]).toSorted());
  const wanted = kept.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  for (const { uses } of heard) {
    const shown = [...uses.values()]
      .filter(({ performanceId }) => ids.includes(performanceId))
      .map(({ acquisitionId: id, state, children, units, at }) => ({ id, state, children, units, at }));
    expect(shown.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(wanted);
  }
  await expectUsesRecounted(url, ids);
  return kept.length;
}
