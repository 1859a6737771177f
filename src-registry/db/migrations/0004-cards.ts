/** Registered cards: backgrounds, batches, value lists, what is counted of them (REG, STAT-1). */
import type { Migration } from '../migrate.ts';

export const registeredCards: Migration = {
  name: '0004-cards',
  sql: '',
};
