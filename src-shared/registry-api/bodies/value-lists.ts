/** Value lists of a card's background: open, because the official ones were not found in public. */
import { z } from 'zod';
import { listValue } from './cards.ts';
import { lines } from './text.ts';

export const VALUE_LISTS = ['mother-tongue', 'gender', 'life-situation'] as const;
export const valueListName = z.enum(VALUE_LISTS);
export type ValueListName = z.infer<typeof valueListName>;

/** A value and its words; a retired one is not chosen any more, and stays in statistics. */
export const valueSchema = z.strictObject({
  value: listValue,
  labels: lines(100),
  /** Its place in the list. */
  position: z.int().min(0).max(10_000),
  retired: z.boolean(),
});
export type ListValue = z.infer<typeof valueSchema>;

export const valueListsAnswer = z.strictObject({
  lists: z.array(z.strictObject({ list: valueListName, values: z.array(valueSchema) })),
  /** The home municipalities to choose from: those of the caller's network. */
  municipalities: z.array(z.string()),
});

/** Adds a value to a list, or changes its words, its place, or whether it is retired. */
export const valueRequest = valueSchema.extend({ list: valueListName });
