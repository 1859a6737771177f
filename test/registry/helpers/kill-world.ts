/** Two nodes of the real program on one PostgreSQL, clients that never give up, and a hand that kills any of the three. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveredItem, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { UseChange } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { LeaseAnswer } from '../../../src-shared/registry-api/bodies/leases.ts';
import type { AnswerOf, BodyOf, JsonEndpoint } from '../../../src-shared/registry-api/endpoints.ts';
import { SeededRandom } from '../../simulation/seeded-random.ts';
import { ask, logIn } from './call.ts';
import { enrolDesk, type TestDesk } from './desk.ts';
import { capOf, putPerformance } from './performances.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { runRegistry, type Program } from './program.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './registry.ts';

export const CAP = 150;
const PERFORMANCES = 4;
const DESKS = 5;
const LOOK_AGAIN_MILLISECONDS = 20;
const MOST_STARTS = 20;
/** Everything that a call may wait for has a shorter limit; without one a hanging call would hang the test without a word. */
const LONGEST_MILLISECONDS = 60_000;

/** What a client was told, to be compared with what the database holds in the end. */
export interface Told {
  readonly items: Map<string, ItemAnswer>;
  /** Every item that a desk ever wrote. */
  readonly written: DeliveredItem[];
  readonly leases: LeaseAnswer[];
  /** Ids of cards that were answered as registered. */
  readonly cards: Set<string>;
  /** What a desk that follows the feed of uses has heard, by acquisition. */
  readonly uses: Map<string, UseChange>;
  /** Answers that cannot be: a refusal, or "already recorded" for what was sent once. */
  readonly wrong: string[];
  answered: number;
  repeated: number;
}

export interface Outcome {
  readonly told: Told;
  readonly desks: readonly TestDesk[];
  readonly performances: readonly string[];
  readonly kills: Readonly<Record<'node' | 'postgres', number>>;
  readonly server: PostgresServer;
}

/** Kills so many times while clients work, lets them finish, ends the nodes and gives what they were told. */
export async function killUnderLoad(options: { readonly seed: number; readonly kills: number }): Promise<Outcome> {
  const random = new SeededRandom(options.seed);
  const server = await startPostgres();
  const performances = await prepare(server.url);
  const nodes = [await startNode(server.url), await startNode(server.url)];
  const [first] = nodes;
  const desks = await Promise.all(Array.from({ length: DESKS }, () => enrolDesk(first!.url(), 'teatteri')));
  const reader = await enrolDesk(first!.url(), 'teatteri');
  const session = await logIn(first!.url(), 'sosiaalitoimisto');
  const told: Told = {
    items: new Map(),
    written: [],
    leases: [],
    cards: new Set(),
    uses: new Map(),
    wrong: [],
    answered: 0,
    repeated: 0,
  };

  let over = false;
  const client = makeClient(nodes, told);
  const working = [
    ...desks.map((desk, index) =>
      work(desk, new SeededRandom(options.seed + 1 + index), performances, client, told, () => over),
    ),
    register(session, new SeededRandom(options.seed + 100), client, told, () => over),
  ];

  const written = { isOver: false };
  const following = follow(reader.token, client, told, written);

  const kills = { node: 0, postgres: 0 };
  const targets = [
    ...nodes.map((node) => ({ kind: 'node' as const, kill: () => node.killAndRestart() })),
    {
      kind: 'postgres' as const,
      async kill() {
        await server.kill();
        await server.start();
      },
    },
  ];
  const busy = new Set<unknown>();
  const restarting: Promise<void>[] = [];
  for (let count = 0; count < options.kills; count++) {
    // Moments are counted in answers, so that there is load at each; the pause puts the blow in the midst of one.
    const until = told.answered + 5 + random.below(40);
    const wait = random.below(30);
    const choice = random.below(targets.length);
    // What is wrong is told in the end; nobody may answer any more then.
    while (told.answered < until && told.wrong.length === 0) await pause(LOOK_AGAIN_MILLISECONDS);
    await pause(wait);
    let target = targets[choice]!;
    while (busy.has(target)) {
      const free = targets.find((each) => !busy.has(each));
      if (free === undefined) await pause(LOOK_AGAIN_MILLISECONDS);
      else target = free;
    }
    busy.add(target);
    kills[target.kind] += 1;
    restarting.push(target.kill().finally(() => busy.delete(target)));
  }
  await Promise.all(restarting);
  over = true;
  await Promise.all(working);
  written.isOver = true;
  await following;
  for (const node of nodes) await node.end();
  return { told, desks, performances, kills, server };
}

async function prepare(url: string): Promise<string[]> {
  const registry = await startTestRegistry(settableClock(FRIDAY_NOON), { database: { kind: 'url', url } });
  const performances: string[] = [];
  for (let count = 0; count < PERFORMANCES; count++) {
    performances.push((await putPerformance(registry, { capacity: 1_000, cap: capOf(CAP) })).id);
  }
  await registry.close();
  return performances;
}

interface Node {
  /** Where it listens now; whatever port is free: the one it had may be somebody else's after a kill. */
  url(): string;
  killAndRestart(): Promise<void>;
  end(): Promise<void>;
}

async function startNode(database: string): Promise<Node> {
  const words = ['--port', '0', '--clock', FRIDAY_NOON, '--log', 'silent'];
  let program: Program;
  let url = '';
  async function start(): Promise<void> {
    let said = '';
    for (let starts = 0; starts < MOST_STARTS; starts++) {
      program = runRegistry(words, { DATABASE_URL: database });
      // PostgreSQL may be killed while it starts: then it says so, ends, and whoever watches over nodes starts it again.
      const started = await Promise.race([program.listening, program.ended]);
      if ('url' in started) {
        url = started.url;
        return;
      }
      said = started.said;
    }
    throw new Error(`a node does not start: ${said}`);
  }
  await start();
  return {
    url: () => url,
    async killAndRestart() {
      program.child.kill('SIGKILL');
      await program.ended;
      await start();
    },
    async end() {
      program.child.kill('SIGTERM');
      await program.ended;
    },
  };
}

type Client = <Name extends JsonEndpoint>(
  name: Name,
  token: string,
  body: BodyOf<Name>,
  query?: Record<string, string | number | undefined>,
) => Promise<{ readonly value: unknown; readonly tries: number }>;

/** Repeats a call, at one node and the other, until it is answered. */
function makeClient(nodes: readonly Pick<Node, 'url'>[], told: Told): Client {
  let turn = 0;
  return async (name, token, body, query = {}) => {
    for (let tries = 1; ; tries++) {
      turn += 1;
      const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
      try {
        const response = await ask(nodes[turn % nodes.length]!.url(), name, { token, body, query, signal });
        const value: unknown = await response.json();
        if (response.status === 200) {
          // Kills come by what was written.
          if (name !== 'uses') told.answered += 1;
          return { value, tries };
        }
        if (response.status !== 503) {
          told.wrong.push(`${name}: ${response.status} ${JSON.stringify(value)}`);
          return { value: null, tries };
        }
      } catch {
        // No answer, or half of one: it may have been carried out or not. A node that is there and says nothing is wrong.
        if (signal.aborted) told.wrong.push(`${name}: no answer for ${LONGEST_MILLISECONDS} ms`);
      }
      told.repeated += 1;
      await pause(LOOK_AGAIN_MILLISECONDS);
    }
  };
}

async function work(
  desk: TestDesk,
  random: SeededRandom,
  performances: readonly string[],
  client: Client,
  told: Told,
  isOver: () => boolean,
): Promise<void> {
  const sold: { item: DeliveredItem; performanceId: string }[] = [];
  while (!isOver()) {
    const performanceId = performances[random.below(performances.length)]!;
    if (desk.balanceOf(performanceId) === 0) {
      const body = { requestId: randomUUID(), performanceId, epoch: desk.epoch, units: 1 + random.below(4) };
      const answer = (await client('lease', desk.token, body)).value as LeaseAnswer | null;
      if (answer === null) return;
      told.leases.push(answer);
      const before = desk.countersOf(performanceId);
      desk.counters.set(performanceId, { ...before, granted: Math.max(before.granted, answer.granted) });
    }
    const items: DeliveredItem[] = [];
    const wished = 1 + random.below(4);
    for (let count = 0; count < wished && desk.balanceOf(performanceId) > 0; count++) {
      const code = `K${String(random.below(10 ** 9)).padStart(9, '0')}`;
      const item = desk.sale({ performanceId, code, units: 1 });
      sold.push({ item, performanceId });
      items.push(item);
    }
    // Places come free again, so that the caps last as long as the test.
    const [again] = sold.length > 6 ? sold.splice(random.below(sold.length), 1) : [];
    if (again !== undefined) {
      items.push(desk.voidOf(again.item));
      if (random.below(2) === 0) items.push(desk.giveBack(again.performanceId, 1));
    }
    if (items.length > 0) await deliver(desk, items, client, told);
  }
}

/** Follows the feed of uses in small pages, across the kills, until all is written, and then to its end. */
async function follow(token: string, client: Client, told: Told, written: { readonly isOver: boolean }): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const wasWritten = written.isOver;
    const page = (await client('uses', token, null, { after, limit: 20 })).value as AnswerOf<'uses'> | null;
    if (page === null) return;
    for (const change of page.changes) told.uses.set(change.acquisitionId, change);
    after = page.cursor;
    if (page.more) continue;
    if (wasWritten) return;
    await pause(LOOK_AGAIN_MILLISECONDS);
  }
}

async function deliver(desk: TestDesk, items: DeliveredItem[], client: Client, told: Told): Promise<void> {
  told.written.push(...items);
  const { value, tries } = await client('deliver', desk.token, { epoch: desk.epoch, items });
  for (const answer of (value as { answers: ItemAnswer[] } | null)?.answers ?? []) {
    told.items.set(answer.id ?? '', answer);
    // A card that nobody registered is a conflict that is told, and recorded all the same.
    const isFresh = answer.result === 'recorded' || answer.result === 'recorded-with-conflict';
    if (!isFresh && (answer.result === 'refused' || tries === 1)) told.wrong.push(JSON.stringify(answer));
  }
}

async function register(
  token: string,
  random: SeededRandom,
  client: Client,
  told: Told,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const items = Array.from({ length: 1 + random.below(3) }, () => ({
      kind: 'personal' as const,
      id: randomUUID(),
      code: `R${String(random.below(10 ** 9)).padStart(9, '0')}`,
      firstDay: null,
      trialLastDay: null,
      children: 0,
      background: {
        yearOfBirth: 1980,
        postalCode: '00100',
        motherTongue: null,
        gender: null,
        lifeSituation: null,
        homeMunicipality: null,
      },
    }));
    const { value } = await client('registerCards', token, { forSiteId: null, items });
    const { answers } = (value ?? { answers: [] }) as { answers: { id: string; problem: string | null }[] };
    for (const { id, problem } of answers) {
      if (problem === null) told.cards.add(id);
      else told.wrong.push(`card: ${problem}`);
    }
  }
}
