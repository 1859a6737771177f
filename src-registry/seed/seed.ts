/** What a registry's database is filled with at its first start. */
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import type { Database } from '../db/database.ts';
import { loadDemo } from '../demo/load-demo.ts';
import type { Context } from '../services/context.ts';
import { putRuleSet } from '../services/rule-sets.ts';
import { readSetting, settle } from '../services/settings.ts';
import { seedCards } from './seed-cards.ts';

export type Seed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'demo' }
  /** So many deterministic cards beside the demo data. */
  | { readonly kind: 'cards'; readonly count: number };

/**
 * Fills a new database; one that was filled before stays as it is, but for demo data, which are rolled to today.
 * Gives whether the registry holds demo data.
 */
export async function seedDatabase(
  database: Database,
  context: Pick<Context, 'clock' | 'keys' | 'random'>,
  seed: Seed,
  say: (sentence: string) => void,
): Promise<boolean> {
  const wanted = seed.kind === 'cards' ? `cards:${seed.count}` : seed.kind;
  const earlier = await database.read((tx) => readSetting(tx, 'seed'));
  if (earlier === null) {
    if (seed.kind === 'cards') await seedCards(database, context, seed.count, say);
    await database.transaction(async (tx) => {
      await putRuleSet(tx, PRESET_RULE_SET);
      await settle(tx, 'demo', seed.kind !== 'empty');
      return ok(await settle(tx, 'seed', wanted));
    });
  } else if (earlier !== wanted && seed.kind !== 'empty') {
    say(`The database was filled with "${earlier}" before: it stays so, "${wanted}" is not added.`);
  }
  const demo = (await database.read((tx) => readSetting(tx, 'demo'))) ?? false;
  if (demo) {
    const { value: leftOut } = await database.transaction((tx) => loadDemo(tx, context, context.random));
    for (const sentence of leftOut) say(sentence);
    say(`Demo data are as of ${helsinkiDay(context.clock.now())}.`);
  }
  return demo;
}
