/** What must hold when nodes and PostgreSQL were killed under load: nothing answered is missing, nothing is doubled. */
import { expect } from 'vitest';
import { CAP, type Outcome } from './kill-world.ts';
import { rows } from './registry.ts';
import { expectUsesRecounted } from './use-recount.ts';

/** Compares what the clients were told with what the database holds; gives the counts, as a sentence. */
export async function checkOutcome({ told, desks, performances, kills, server }: Outcome): Promise<string> {
  const { url } = server;
  expect(told.wrong).toEqual([]);

  const events = await rows<{ id: string }>(url, 'SELECT id FROM events');
  expect(events.map(({ id }) => id).toSorted()).toEqual(told.written.map(({ event }) => event.id).toSorted());
  expect(told.items.size).toBe(told.written.length);

  const sales = told.written.flatMap(({ event }) => (event.type === 'redeemed' ? [event.acquisitionId] : []));
  const voided = new Set(told.written.flatMap(({ event }) => (event.type === 'voided' ? [event.acquisitionId] : [])));
  const acquisitions = await rows<{ id: string; state: string }>(url, 'SELECT id, state FROM acquisitions');
  expect(acquisitions.map(({ id }) => id).toSorted()).toEqual(sales.toSorted());
  for (const { id, state } of acquisitions) expect(state).toBe(voided.has(id) ? 'voided' : 'redeemed');

  const heard = [...told.uses.values()]
    .filter(({ performanceId }) => performances.includes(performanceId))
    .map(({ acquisitionId: id, state }) => ({ id, state }));
  const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
  expect(heard.toSorted(byId)).toEqual(acquisitions.toSorted(byId));
  await expectUsesRecounted(url, performances);

  for (const desk of desks) {
    const [epoch] = await rows(url, 'SELECT contiguous, head_sequence FROM epochs WHERE id = $1', [desk.epoch]);
    expect(epoch).toEqual({ contiguous: desk.sequence, head_sequence: desk.sequence });
    const leases = await rows<{ performance: string }>(
      url,
      `SELECT performance_id AS performance, granted, consumed, released, returned FROM leases WHERE epoch_id = $1`,
      [desk.epoch],
    );
    expect(leases).toHaveLength(desk.counters.size);
    for (const { performance, ...counters } of leases) expect(counters).toEqual(desk.countersOf(performance));
  }
  for (const id of performances) {
    const [sums] = await rows<{ held: number; sold: number; leased: number }>(
      url,
      `SELECT (SELECT coalesce(sum(granted - returned), 0)::integer FROM leases WHERE performance_id = $1) AS held,
         (SELECT coalesce(sum(consumed - released), 0)::integer FROM leases WHERE performance_id = $1) AS leased,
         (SELECT count(*)::integer FROM acquisitions WHERE performance_id = $1 AND state = 'redeemed') AS sold`,
      [id],
    );
    expect(sums?.held).toBeLessThanOrEqual(CAP);
    expect(sums?.sold).toBeLessThanOrEqual(sums?.held ?? 0);
    expect(sums?.leased).toBe(sums?.sold);
  }

  const cards = await rows<{ id: string }>(url, 'SELECT id FROM cards WHERE id = ANY($1)', [[...told.cards]]);
  expect(cards).toHaveLength(told.cards.size);
  const positions = await rows(
    url,
    `SELECT 1 FROM cards GROUP BY position HAVING count(*) > 1
     UNION ALL SELECT 1 FROM acquisitions GROUP BY position HAVING count(*) > 1
     UNION ALL SELECT 1 FROM cards WHERE position > (SELECT position FROM streams WHERE name = 'cards')`,
  );
  expect(positions).toEqual([]);
  return `${kills.node} kills of nodes, ${kills.postgres} of PostgreSQL; ${told.answered} calls answered, ${told.repeated} repeated; ${events.length} events, ${sales.length} sales (${voided.size} voided), ${told.leases.length} lease answers, ${told.cards.size} cards: none missing, none doubled`;
}
