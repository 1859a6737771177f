/** Statistics: uses, cards, and what of them is public (STAT-1). */
import { z } from 'zod';
import { day, id, localised } from '../../kernel/schemas.ts';
import { EVENT_CLASSES } from '../../performance/event-class.ts';

const eventClass = z.enum(EVENT_CLASSES);

/** A Helsinki month, `YYYY-MM`. */
export const month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/);

/** What uses can be told apart by. An event is a performance, a course or a day. */
export const DIMENSIONS = ['month', 'class', 'network', 'organiser', 'seller', 'event'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
const dimensions = DIMENSIONS.join('|');

/**
 * Which uses, and told apart by what. Each counts in the month in which its ticket was handed out (USE-1). Without a site
 * and a network: everything that the caller may see. What belongs to a site it organised or sold.
 */
export const usesQuery = z.strictObject({
  from: month,
  to: month,
  /** One or several of month, class, network, organiser, seller, event, with commas between them. */
  by: z
    .string()
    .regex(new RegExp(`^(?:${dimensions})(?:,(?:${dimensions})){0,5}$`))
    .default('month'),
  siteId: id.optional(),
  networkId: id.optional(),
  class: eventClass.optional(),
  /** The most rows; `more` says whether there are others. */
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

const named = z.strictObject({ id, name: z.string() });

/** Assistants and support persons are tickets beside the uses, never among them (ASSIST-1). */
const figures = {
  adults: z.int(),
  children: z.int(),
  assistants: z.int(),
  supportPersons: z.int(),
};

/** Null: not told apart by it. */
const usesLine = z.strictObject({
  month: month.nullable(),
  class: eventClass.nullable(),
  /** Of the organiser; null also for an organiser of no network. */
  network: named.nullable(),
  organiser: named.nullable(),
  /** The site whose desk handed the tickets out. */
  seller: named.nullable(),
  event: z.strictObject({ id, title: localised, day }).nullable(),
  ...figures,
});
export type UsesLine = z.infer<typeof usesLine>;

export const usesAnswer = z.strictObject({
  from: month,
  to: month,
  /** In the order of what they are told apart by. */
  lines: z.array(usesLine),
  more: z.boolean(),
  /** Of everything that was asked for, rows that are not shown too. */
  totals: z.strictObject(figures),
});

export const publicQuery = z.strictObject({ year: z.coerce.number().int().min(2000).max(2099) });

/** Null: too few to be told, or withheld so that these cannot be worked out. */
const figure = z.int().nullable();
const publicFigures = z.strictObject({
  culture: figure,
  education: figure,
  science: figure,
  sport: figure,
  total: figure,
});
export type PublicFigures = z.infer<typeof publicFigures>;

/** National aggregates of a year's months that are over. Sums over months are not given: they would tell what is withheld. */
export const publicAnswer = z.strictObject({
  year: z.int(),
  /** Cards registered so far; null: too few to be told. */
  cards: figure,
  /** Smaller figures than this are not told, but for zeros. */
  smallest: z.int(),
  months: z.array(z.strictObject({ month, adults: publicFigures, children: publicFigures })),
});

/** Fields of a card's background that cards can be told apart by, one at a time. */
export const BACKGROUNDS = [
  'year-of-birth',
  'postal-area',
  'mother-tongue',
  'gender',
  'life-situation',
  'home-municipality',
] as const;

/**
 * Cards that were registered in a year, told in groups: a network's cards of months that are over, once they are as many
 * as the smallest figure that is told; those who wait are told with the next ones. A year of birth is told in classes of ten, a postal code by its first two digits. */
export const cardStatisticsQuery = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2099),
  by: z.enum(BACKGROUNDS),
  /** Left out: every network that the caller may see. */
  networkId: id.optional(),
});

/** Cards with a background, by the networks that handed them out. */
export const cardStatisticsAnswer = z.strictObject({
  year: z.int(),
  by: z.enum(BACKGROUNDS),
  smallest: z.int(),
  /** `-`: the holder did not tell. */
  values: z.array(z.string()),
  lines: z.array(
    z.strictObject({
      /** Null: sites of no network. */
      network: named.nullable(),
      /** In the order of `values`. */
      cards: z.array(figure),
      total: figure,
    }),
  ),
  /** Of all networks; null for who sees a single one. */
  totals: z.strictObject({ cards: z.array(figure), total: figure }).nullable(),
});
