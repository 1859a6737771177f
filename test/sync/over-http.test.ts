/** The whole sync against a real HTTP server, real files and real time. */
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { machineClock, machineRandom, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { openCardCache } from '../../src-main/store/card-cache.ts';
import { openCardList } from '../../src-main/store/card-list.ts';
import { axiosNetwork, cuttable } from '../../src-main/sync/axios-network.ts';
import { createRegistryClient } from '../../src-main/sync/registry-client.ts';
import { createSync } from '../../src-main/sync/sync.ts';
import { MemoryDesk } from '../simulation/memory-desk.ts';
import { answer, RegistryModel } from '../simulation/registry-model.ts';
import { scriptedServer, type Script, type ScriptedServer } from './scripted-server.ts';
import { ACTIVE, keyOf, SIGNING_KEY, snapshotOf, temporaryFolder } from './snapshots.ts';

/** A desk whose changes can be waited for. */
class WatchedDesk extends MemoryDesk {
  #changed = Promise.withResolvers<void>();

  /** Resolves as soon as the condition holds after something changed. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#changed.promise;
  }

  override async report(report: Parameters<MemoryDesk['report']>[0]): Promise<void> {
    await super.report(report);
    this.#tell();
  }

  override async delivered(...parameters: Parameters<MemoryDesk['delivered']>): Promise<void> {
    await super.delivered(...parameters);
    this.#tell();
  }

  override async cardsChanged(): Promise<void> {
    await super.cardsChanged();
    this.#tell();
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** Serves the model, with a real snapshot of a thousand cards and a real push channel. */
async function serve(model: RegistryModel): Promise<ScriptedServer & { honest: Script }> {
  const snapshot = snapshotOf(1_000, 'cards 0');
  const honest: Script = (request, response, body) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://registry.test');
    if (path === '/v1/news') return listen(model, response);
    if (path.startsWith('/v1/snapshots/')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(snapshot.compressed);
      return;
    }
    const answered =
      path === '/v1/snapshot'
        ? answer(snapshot.manifest)
        : model.answer({ method: request.method ?? '', path, query, body });
    response.writeHead(answered.status, { 'content-type': answered.type }).end(answered.body);
  };
  return { ...(await scriptedServer(honest)), honest };
}

function listen(model: RegistryModel, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': open\n\n');
  const hear = (text: string): void => void response.write(text);
  model.listeners.add(hear);
  response.on('close', () => model.listeners.delete(hear));
}

async function running() {
  const clock = machineClock(0);
  const model = new RegistryModel(clock);
  model.signingKey = SIGNING_KEY;
  const server = await serve(model);
  const desk = new WatchedDesk();
  const folder = temporaryFolder();
  const cards = openCardCache(folder, SIGNING_KEY);
  const list = openCardList(folder);
  const network = cuttable(axiosNetwork(machineTimer));
  const bugs: unknown[] = [];
  const sync = createSync({
    desk,
    registry: createRegistryClient({ network, baseUrl: server.url, token: 'desk' }),
    cards,
    clock,
    timer: machineTimer,
    random: machineRandom,
    onBug: (bug) => bugs.push(bug),
  });
  const stop = new AbortController();
  const ended = sync.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
    cards.close();
    list.close();
  });
  await desk.until(() => desk.last()?.network === 'online' && desk.cardChanges > 1);
  list.reopen();
  return { model, server, desk, list, network, sync, bugs };
}

test('a snapshot and its changes arrive, by push, and are found', async () => {
  const { model, desk, list, bugs } = await running();
  expect(list.status()).toMatchObject({ state: 'ready', count: 1_000 });
  const before = desk.cardChanges;
  model.change('cards', { key: keyOf(7), card: { ...ACTIVE, state: 'ended' } });
  await desk.until(() => desk.cardChanges > before);
  expect([list.find(keyOf(7))?.state, list.find(keyOf(8))?.state, list.find(keyOf(1_000))]).toEqual([
    'ended',
    'active',
    null,
  ]);
  expect(bugs).toEqual([]);
});

test('a registry that stops is seen within 3 s; when it is back, all is delivered exactly once', async () => {
  const { model, server, desk, sync } = await running();
  const stoppedAt = performance.now();
  await server.stop();
  await desk.until(() => desk.last().network === 'offline');
  expect(performance.now() - stoppedAt).toBeLessThan(3_000);
  for (let count = 0; count < 250; count += 1) desk.record();
  sync.poke('deliver');
  await server.start();
  await desk.until(() => desk.last().network === 'online' && desk.waiting().length === 0);
  expect(model.recorded.map(({ id }) => id)).toEqual(desk.events.map(({ id }) => id));
});

test('an HTML page in the place of every answer loses nothing, and the sync goes on afterwards', async () => {
  const { model, server, desk, sync } = await running();
  server.script((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
  desk.record();
  sync.poke('deliver');
  await desk.until(() => desk.last().trouble === 'registry.not-the-contract');
  expect(desk.waiting()).toHaveLength(1);
  server.script(server.honest);
  await desk.until(() => desk.waiting().length === 0);
  expect(model.recorded).toHaveLength(1);
});

test('the demo panel cuts and joins the network', async () => {
  const { model, desk, network, sync } = await running();
  network.cut(true);
  await desk.until(() => desk.last().network === 'offline');
  desk.record();
  sync.poke('deliver');
  expect(model.recorded).toEqual([]);
  network.cut(false);
  await desk.until(() => desk.last().network === 'online' && desk.waiting().length === 0);
  expect(model.recorded).toHaveLength(1);
});
