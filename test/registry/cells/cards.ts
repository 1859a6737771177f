/** Cells of the permission table: registering cards. */
import { randomUUID } from 'node:crypto';
import { CARD_CALLS } from '../../../src-shared/registry-api/calls/cards.ts';
import { FIRST_USER } from '../../../src-shared/registry-api/bodies/login.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import { registerCards } from '../../../src-registry/services/cards/register-cards.ts';
import { findLogin } from '../../../src-registry/services/people/sessions.ts';
import { call } from '../helpers/call.ts';
import { BARE_BACKGROUND, freshCode, personal } from '../helpers/cards.ts';
import type { Cell, Cells, CellSite, CellWorld } from './cell.ts';

/** A card that the target handed out, whatever its roles. */
async function newCard(
  { registry: { services } }: CellWorld,
  { id: siteId, login, networkId }: CellSite,
): Promise<{ id: string; code: string }> {
  const { database, context } = services;
  const item = personal(freshCode());
  const done = await database.transaction(async (tx) => {
    const found = await findLogin(tx, login, FIRST_USER);
    if (found === null) throw new Error('there is no such user');
    const roles = ['distributor'] as const;
    const caller = { userId: found.user.id, siteId, networkId, roles, clientIds: [] };
    const wish = { forSiteId: null, items: [item] };
    return registerCards(tx, context, caller, CARD_CALLS.registerCards.access, wish);
  });
  if (!done.ok) throw new Error(done.error.code);
  return item;
}

const ofCard: Cell = async (world, target) => ({ id: (await newCard(world, target)).id });

/** A batch of one code that the target has. */
async function newBatch({ registry }: CellWorld, { id: siteId }: CellSite): Promise<string> {
  const id = randomUUID();
  await registry.services.database.transaction(async (tx) => {
    await tx.query('INSERT INTO card_batches (id, site_id, recorded_at, codes) VALUES ($1, $2, now(), 1)', [
      id,
      siteId,
    ]);
    return ok(await tx.query('INSERT INTO printed_codes (code, batch_id) VALUES ($1, $2)', [freshCode(), id]));
  });
  return id;
}

export const CELLS: Cells<typeof CARD_CALLS> = {
  registerCards: async (_world, { id: forSiteId }) => ({ body: { forSiteId, items: [personal(freshCode())] } }),
  siteCards: async (_world, { id: siteId }) => ({ query: { siteId } }),
  lookUpCard: async (world, target) => ({ body: { code: (await newCard(world, target)).code } }),
  card: ofCard,
  cardHistory: ofCard,
  extendCard: ofCard,
  endCard: ofCard,
  takeOutOfUse: ofCard,
  withdrawCard: ofCard,
  partBackground: ofCard,
  async correctCard(world, target) {
    const { id } = await newCard(world, target);
    return { id, body: { children: 1, background: BARE_BACKGROUND } };
  },
  async endOrganisationCards({ registry, administrator }, { networkId }) {
    const id = randomUUID();
    await call(registry.url, 'putOrganisation', { token: administrator, id, body: { name: 'Yhdistys', networkId } });
    return { id };
  },
  recordBatch: async (_world, { id: siteId }) => ({
    body: { id: randomUUID(), siteId, codes: { form: 'list', codes: [freshCode()] } },
  }),
  siteBatches: async (_world, { id: siteId }) => ({ query: { siteId } }),
  handOutBatch: async (world, target) => ({ id: await newBatch(world, target), body: { siteId: target.id } }),
  unregisteredCodes: async (world, target) => ({ id: await newBatch(world, target) }),
  putValue: async () => ({
    body: {
      list: 'gender',
      value: 'other',
      labels: { fi: 'muu', sv: 'annat', en: 'other' },
      position: 3,
      retired: false,
    },
  }),
  setCardRetention: async () => ({ body: { months: 24 } }),
};
