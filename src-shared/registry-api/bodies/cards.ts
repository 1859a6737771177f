/** Registering cards and what becomes of them (REG, CARD). No field takes free text: nothing could be hidden in one (DATA-1). */
import { z } from 'zod';
import { CARD_REASONS, cardSchema } from '../../card/card.ts';
import { count, day, id, instant } from '../../kernel/schemas.ts';
import { problemCode } from '../problems.ts';

/** The most cards of one request: a group meeting. */
export const MOST_CARDS = 200;
/** Far more children than any card admits. */
const MOST_CHILDREN = 30;

/**
 * A code as it was scanned or typed; it is normalised, and what cannot be a code is refused as `card.malformed` with the
 * reason in `why`: `empty`, `too-short`, `too-long`, `characters` or `digits` (CARD-2).
 */
export const typedCode = z.string().max(256);

/** What a value of a list is called. */
export const listValue = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** Of a personal card: year of birth and postal code are mandatory, null is what the holder did not tell (REG-1). */
export const backgroundSchema = z.strictObject({
  yearOfBirth: z.int().min(1900).max(2100),
  postalCode: z.string().regex(/^[0-9]{5}$/),
  /** Values of the lists of these names. */
  motherTongue: listValue.nullable(),
  gender: listValue.nullable(),
  lifeSituation: listValue.nullable(),
  /** One of the municipalities of the distributor's network. */
  homeMunicipality: z
    .string()
    .regex(/^\p{L}[\p{L} -]{0,39}$/u)
    .nullable(),
});
export type Background = z.infer<typeof backgroundSchema>;

const registered = {
  /** The card's id, a new UUID: repeating it with the same code is harmless. */
  id,
  code: typedCode,
  /** The day it was granted; null: today. Earlier where it waited on paper (REG-3), never later. */
  firstDay: day.nullable(),
};

/** A personal card; dates, number of children, and the holder's background (REG-1). */
export const personalCard = z.strictObject({
  kind: z.literal('personal'),
  ...registered,
  /** Last day of a trial card, within twelve months; null: the preset twelve months (CARD-3). */
  trialLastDay: day.nullable(),
  /** How many own or same-household minor children and grandchildren it admits (CHILD-4). */
  children: count.max(MOST_CHILDREN),
  background: backgroundSchema,
});

/** A community card: of an organisation, of no person, valid until it is ended (CC-3, REG-4). */
export const communityCard = z.strictObject({
  kind: z.literal('community'),
  ...registered,
  organisationId: id,
});

/** One card, or all those of a group meeting (REG-2); each is judged on its own. */
export const registerRequest = z.strictObject({
  /** The distributor that hands them out, where a coordinator or administrator helps (USE-2); null: the own site. */
  forSiteId: id.nullable(),
  items: z
    .array(z.discriminatedUnion('kind', [personalCard, communityCard]))
    .min(1)
    .max(MOST_CARDS),
});

const named = z.strictObject({ id, name: z.string() });

/** A card as staff see it; its code is never given out again. */
export const cardView = cardSchema.extend({
  id,
  /** The code's last four characters, to tell cards apart. */
  ending: z.string(),
  /** Why it is not valid today; null: it is valid. */
  invalid: z.enum(CARD_REASONS).nullable(),
  /** The site that handed it out; null: from before this was noted, or looked up from another network. */
  site: named.nullable(),
  /** Of a community card (CC-3). */
  organisation: named.nullable(),
  registeredAt: instant.nullable(),
});
export type CardView = z.infer<typeof cardView>;

/** `background`: only to the site that handed the card out, and null once it is parted from the card. */
export const cardDetail = cardView.extend({ background: backgroundSchema.nullable() });

/** What to write on the card (CARD-7, REG-4): days, and on a community card's back its organisation's name. */
export const writtenOnCard = z.strictObject({
  firstDay: day,
  /** Null: no last day is written. */
  lastDay: day.nullable(),
  organisation: z.string().nullable(),
});

/** What the holder is told at the hand-over (REG-5). Append-only. */
export const HAND_OVER_POINTS = [
  'how-long-it-is-valid',
  'code-is-all-it-holds',
  'identity-may-be-asked',
  'local-offer-list',
] as const;

export const registerAnswer = z.strictObject({
  /** One an item, in the items' order. */
  answers: z.array(
    z.strictObject({
      id,
      result: z.enum(['registered', 'already-registered', 'refused']),
      /** Why it was refused, and a word that says more. */
      problem: problemCode.nullable(),
      why: z.string().nullable(),
      card: cardView.nullable(),
      write: writtenOnCard.nullable(),
    }),
  ),
  tell: z.array(z.enum(HAND_OVER_POINTS)),
});

/** A card after a change, and what to write on it now. */
export const changedCard = z.strictObject({ card: cardView, write: writtenOnCard });

/** Corrects what was registered of a personal card (CHILD-4, REG-1); null leaves it as it is. */
export const correctionRequest = z.strictObject({
  children: count.max(MOST_CHILDREN).nullable(),
  background: backgroundSchema.nullable(),
});

export const endedCards = z.strictObject({ ended: count });
export const withdrawnCard = z.strictObject({ withdrawn: z.literal(true) });
export const partedCard = z.strictObject({ parted: z.boolean() });

/** Looks a card up by its code, which is in no address. */
export const lookupRequest = z.strictObject({ code: typedCode });

/** What the desk's own list would hold; null: there is no such card (CARD-4). */
export const checkAnswer = z.strictObject({ card: cardSchema.nullable(), serverTime: instant });

/** What was done to a card, oldest first. */
export const cardHistory = z.strictObject({
  changes: z.array(
    z.strictObject({
      at: instant,
      /** The call, or the job. */
      action: z.string(),
      /** Who: null for a job of the registry's own. */
      user: z.string().nullable(),
      site: named.nullable(),
      /** The site that it was done for, where that is another one (USE-2). */
      forSite: named.nullable(),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
});

/** Months after a card's end at which its background is parted from it. */
export const retentionBody = z.strictObject({ months: z.int().min(1).max(600) });
