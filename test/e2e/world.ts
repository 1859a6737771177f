/** A registry and desks at work, as a test needs them, and what of it is in PostgreSQL. */
import { expect, type Page } from '@playwright/test';
import pg from 'pg';
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { openDeskSocket, type DeskSocket } from './desk-socket.ts';
import { offered, type Offer } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder, type Part, type RegistryPart } from './processes.ts';
import { breakableNetwork, type BreakableNetwork } from './proxy.ts';
import { openSale } from './sale.ts';

export interface DeskAtWork {
  readonly part: Part;
  readonly socket: DeskSocket;
  readonly folder: string;
  readonly between: BreakableNetwork;
}

export interface World {
  registry: RegistryPart;
  /** Stops the registry and starts it again on its data, at its address, at another instant (ISO 8601). */
  moveRegistryTo(clock: string): Promise<void>;
  readonly desks: readonly DeskAtWork[];
  close(): Promise<void>;
}

/**
 * Starts a demo registry and a desk for each wish at an instant (ISO 8601); ready to sell when it resolves. `prepare`
 * runs before the desks start, with the address of the registry's PostgreSQL.
 */
export async function startWorld(
  wishes: readonly { readonly site: string; readonly name: string }[],
  clock: string,
  prepare: (database: string) => Promise<void> = async () => {},
): Promise<World> {
  const registryFolder = temporaryFolder('registry');
  const registry = await startRegistry({ folder: registryFolder, seed: 'demo', clock });
  await prepare(registry.database);
  const desks: DeskAtWork[] = [];
  for (const { site, name } of wishes) {
    const between = await breakableNetwork(registry.url);
    const folder = temporaryFolder('desk');
    const part = await startDesk({ folder, registry: between.url, site, name, clock });
    const socket = await openDeskSocket(part.url);
    await socket.until(
      ({ performances, sync }) => performances.length > 0 && sync.cards.count > 0 && sync.network === 'online',
    );
    desks.push({ part, socket, folder, between });
  }
  const self: World = {
    registry,
    desks,
    async moveRegistryTo(instant) {
      const port = Number(new URL(self.registry.url).port);
      await self.registry.stop();
      self.registry = await startRegistry({ folder: registryFolder, seed: 'demo', port, clock: instant });
    },
    async close() {
      for (const { part, socket, between } of desks) {
        socket.close();
        await part.stop();
        await between.close();
      }
      await self.registry.stop();
    },
  };
  return self;
}

/** Opens a desk's screen at one of the demo's performances. */
export async function openAt(page: Page, desk: DeskAtWork, offer: Offer): Promise<void> {
  await openSale(page, desk.part.url, offered(desk.socket.state(), offer));
}

/** The newest events of a type that have arrived in PostgreSQL, newest first. */
export async function eventsIn<Type extends LedgerEvent['type']>(
  database: string,
  type: Type,
): Promise<Extract<LedgerEvent, { type: Type }>[]> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<{ body: Extract<LedgerEvent, { type: Type }> }>(
      'SELECT body FROM events WHERE type = $1 ORDER BY number DESC LIMIT 50',
      [type],
    );
    return rows.map(({ body }) => body);
  } finally {
    await client.end();
  }
}

/** Waits until an event of a type for which `holds` is true has arrived in PostgreSQL. */
export async function expectArrived<Type extends LedgerEvent['type']>(
  { registry }: World,
  type: Type,
  holds: (event: Extract<LedgerEvent, { type: Type }>) => boolean,
): Promise<void> {
  await expect.poll(async () => (await eventsIn(registry.database, type)).some(holds), { timeout: 60_000 }).toBe(true);
}

/** Takes back what stands of the picked performance, so that the next test finds it as it was. */
export async function takeAllBack({ socket }: DeskAtWork): Promise<void> {
  const { shown, basket, recent } = socket.state();
  if (basket !== null) await socket.call('desk.group', { open: false });
  if (shown !== null) await socket.call('desk.dismiss', { scanId: shown.scanId });
  for (const { acquisitionId, state } of recent) {
    if (state === 'voided' || state === 'lapsed') continue;
    const undone = await socket.call('desk.undo', { acquisitionId, why: 'mistake' });
    // Another desk may have handed it over, and taken it back, meanwhile.
    if (!undone.ok) expect(undone.error.code).toMatch(/^desk\.(?:handed-over-elsewhere|already-undone)$/);
  }
  await socket.call('desk.stage', { stage: 'redeem', cardSeen: true });
}
