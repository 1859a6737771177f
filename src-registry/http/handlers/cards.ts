/** Registering cards, and what becomes of them. */
import { ok } from '../../../src-shared/kernel/result.ts';
import { CARD_CALLS } from '../../../src-shared/registry-api/calls/cards.ts';
import { partBackground, retentionMonths, setRetention } from '../../services/cards/card-backgrounds.ts';
import { handOutBatch, recordBatch, siteBatches, unregisteredCodes } from '../../services/cards/card-batches.ts';
import { cardHistory } from '../../services/cards/card-history.ts';
import { checkCard, lookUpCard } from '../../services/cards/card-lookup.ts';
import { showCard, siteCards } from '../../services/cards/card-view.ts';
import { changeState, correctCard, endOrganisationCards, type StateChange } from '../../services/cards/change-card.ts';
import { registerCards } from '../../services/cards/register-cards.ts';
import { putValue, valueLists } from '../../services/cards/value-lists.ts';
import { withdrawCard } from '../../services/cards/withdraw-card.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

type CardHandlers = HandlersOf<typeof CARD_CALLS>;

/** Handlers of CARD_CALLS. */
export function cardHandlers({ database, context }: Served): CardHandlers {
  const { transaction, read } = database;
  const change =
    (action: StateChange): CardHandlers['endCard'] =>
    ({ caller, parameters: { id } }) =>
      transaction((tx) => changeState(tx, context, caller, CARD_CALLS[action].access, { id, action }));
  return {
    registerCards: ({ caller, body }) =>
      transaction((tx) => registerCards(tx, context, caller, CARD_CALLS.registerCards.access, body)),
    siteCards: ({ caller, query }) => read((tx) => siteCards(tx, context, caller, CARD_CALLS.siteCards.access, query)),
    lookUpCard: ({ caller, body }) => lookUpCard(database, context, caller, body.code),
    checkCard: ({ caller, body }) => checkCard(database, context, { id: caller.id, siteId: caller.site.id }, body.code),
    card: ({ caller, parameters: { id } }) => read((tx) => showCard(tx, context, caller, CARD_CALLS.card.access, id)),
    cardHistory: ({ caller, parameters: { id } }) =>
      read((tx) => cardHistory(tx, caller, CARD_CALLS.cardHistory.access, id)),
    extendCard: change('extendCard'),
    endCard: change('endCard'),
    takeOutOfUse: change('takeOutOfUse'),
    endOrganisationCards: ({ caller, parameters: { id } }) =>
      transaction((tx) => endOrganisationCards(tx, context, caller, CARD_CALLS.endOrganisationCards.access, id)),
    correctCard: ({ caller, body, parameters: { id } }) =>
      transaction((tx) => correctCard(tx, context, caller, CARD_CALLS.correctCard.access, { id, ...body })),
    withdrawCard: ({ caller, parameters: { id } }) =>
      transaction((tx) => withdrawCard(tx, context, caller, CARD_CALLS.withdrawCard.access, id)),
    partBackground: ({ caller, parameters: { id } }) =>
      transaction((tx) => partBackground(tx, context, caller, CARD_CALLS.partBackground.access, id)),
    recordBatch: ({ caller, body }) => recordBatch(database, context, caller, CARD_CALLS.recordBatch.access, body),
    siteBatches: ({ caller, query }) => read((tx) => siteBatches(tx, caller, CARD_CALLS.siteBatches.access, query)),
    handOutBatch: ({ caller, body, parameters: { id } }) =>
      transaction((tx) => handOutBatch(tx, context, caller, CARD_CALLS.handOutBatch.access, { id, ...body })),
    unregisteredCodes: ({ caller, parameters: { id } }) =>
      read((tx) => unregisteredCodes(tx, caller, CARD_CALLS.unregisteredCodes.access, id)),
    valueLists: async ({ caller }) => ok(await read((tx) => valueLists(tx, caller.networkId))),
    putValue: ({ caller, body }) => transaction((tx) => putValue(tx, context, caller, body)),
    cardRetention: async () => ok({ months: await read(retentionMonths) }),
    setCardRetention: ({ caller, body }) => transaction((tx) => setRetention(tx, context, caller, body)),
  };
}
