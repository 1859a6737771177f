/** Registering cards, and what becomes of them. */
import * as batches from '../bodies/card-batches.ts';
import * as cards from '../bodies/cards.ts';
import { listOf } from '../bodies/list.ts';
import * as lists from '../bodies/value-lists.ts';
import type { Endpoint } from '../endpoint.ts';

/** The site that handed a card out, and those that help it (CARD-7, USE-2). */
const OF_THE_SITE = { distributor: 'own', coordinator: 'network', administrator: 'all' } as const;
const OF_STAFF = { distributor: 'all', coordinator: 'all', administrator: 'all' } as const;
const OF_PRINTERS = { coordinator: 'network', administrator: 'all' } as const;

export const CARD_CALLS = {
  registerCards: {
    method: 'POST',
    path: '/v1/cards',
    access: OF_THE_SITE,
    summary: 'Register cards; each is judged on its own',
    body: cards.registerRequest,
    answer: cards.registerAnswer,
  },
  siteCards: {
    method: 'GET',
    path: '/v1/cards',
    access: OF_THE_SITE,
    summary: 'The cards that a site handed out',
    query: batches.ofSiteQuery,
    answer: listOf(cards.cardView),
  },
  lookUpCard: {
    method: 'POST',
    path: '/v1/cards/lookups',
    access: OF_STAFF,
    summary: 'A card by its code; codes that are not there can be asked for only so often',
    body: cards.lookupRequest,
    answer: cards.cardDetail,
  },
  checkCard: {
    method: 'POST',
    path: '/v1/cards/checks',
    access: 'desk',
    summary: 'Whether a card is valid, for a desk whose own list cannot tell; limited like a look-up',
    body: cards.lookupRequest,
    answer: cards.checkAnswer,
  },
  card: {
    method: 'GET',
    path: '/v1/cards/:id',
    access: OF_THE_SITE,
    summary: 'A card, and to its own distributor its background',
    answer: cards.cardDetail,
  },
  cardHistory: {
    method: 'GET',
    path: '/v1/cards/:id/history',
    access: OF_THE_SITE,
    summary: 'What was done to a card, by whom and when',
    answer: cards.cardHistory,
  },
  extendCard: {
    method: 'POST',
    path: '/v1/cards/:id/extensions',
    access: OF_THE_SITE,
    summary: 'Extend a card by twelve months from today; an ended one is valid again',
    answer: cards.changedCard,
  },
  endCard: {
    method: 'POST',
    path: '/v1/cards/:id/end',
    access: OF_THE_SITE,
    summary: 'End a card; it can be extended again',
    answer: cards.changedCard,
  },
  takeOutOfUse: {
    method: 'POST',
    path: '/v1/cards/:id/out-of-use',
    access: OF_THE_SITE,
    summary: 'Take a card out of use, for good',
    answer: cards.changedCard,
  },
  endOrganisationCards: {
    method: 'POST',
    path: '/v1/organisations/:id/cards/end',
    access: OF_PRINTERS,
    summary: 'End all community cards of an organisation',
    answer: cards.endedCards,
  },
  correctCard: {
    method: 'POST',
    path: '/v1/cards/:id/corrections',
    access: { distributor: 'own' },
    summary: 'Correct the number of children or the background of a personal card',
    body: cards.correctionRequest,
    answer: cards.changedCard,
  },
  withdrawCard: {
    method: 'POST',
    path: '/v1/cards/:id/withdrawal',
    access: OF_THE_SITE,
    summary: 'Take back a card that was registered today by mistake and never used',
    answer: cards.withdrawnCard,
  },
  partBackground: {
    method: 'POST',
    path: '/v1/cards/:id/background/parting',
    access: OF_THE_SITE,
    summary: 'Part the background from a card, as its holder wishes',
    answer: cards.partedCard,
  },
  recordBatch: {
    method: 'POST',
    path: '/v1/card-batches',
    access: OF_PRINTERS,
    summary: 'Record printed codes that are handed to a distributor',
    body: batches.batchRequest,
    answer: batches.batchSchema,
  },
  siteBatches: {
    method: 'GET',
    path: '/v1/card-batches',
    access: OF_THE_SITE,
    summary: 'The batches of printed codes that a site has',
    query: batches.ofSiteQuery,
    answer: listOf(batches.batchSchema),
  },
  handOutBatch: {
    method: 'POST',
    path: '/v1/card-batches/:id/hand-outs',
    access: OF_PRINTERS,
    summary: 'Hand a batch on to another distributor',
    body: batches.handOutRequest,
    answer: batches.batchSchema,
  },
  unregisteredCodes: {
    method: 'GET',
    path: '/v1/card-batches/:id/unregistered',
    access: OF_THE_SITE,
    summary: 'The codes of a batch that no site of the network has registered yet',
    answer: batches.unregisteredAnswer,
  },
  valueLists: {
    method: 'GET',
    path: '/v1/value-lists',
    access: 'session',
    summary: 'What the fields of a background may be',
    answer: lists.valueListsAnswer,
  },
  putValue: {
    method: 'PUT',
    path: '/v1/value-lists',
    access: { administrator: 'all' },
    summary: 'Add a value to a list, or change it',
    body: lists.valueRequest,
    answer: lists.valueSchema,
  },
  cardRetention: {
    method: 'GET',
    path: '/v1/card-retention',
    access: 'session',
    summary: 'How long a background is kept after its card’s end',
    answer: cards.retentionBody,
  },
  setCardRetention: {
    method: 'PUT',
    path: '/v1/card-retention',
    access: { administrator: 'all' },
    summary: 'Set how long a background is kept after its card’s end',
    body: cards.retentionBody,
    answer: cards.retentionBody,
  },
} as const satisfies Record<string, Endpoint>;
