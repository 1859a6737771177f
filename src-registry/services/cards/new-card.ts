/** What a registration asks for, and whether it may be had (CARD-3, CARD-6, CC-3, REG-1, REG-4). */
import type { z } from 'zod';
import { mayHold, presetLastDay, type Card } from '../../../src-shared/card/card.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { communityCard, personalCard } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Tx } from '../../db/database.ts';
import type { Distributor } from './distributors.ts';
import { checkBackground, type Choices } from './value-lists.ts';

export type CardItem = z.output<typeof personalCard> | z.output<typeof communityCard>;

/** What all cards of a request are judged by. */
export interface Terms {
  readonly site: Distributor;
  readonly today: string;
  /** In force today. */
  readonly rules: RuleSet;
  readonly choices: Choices;
}

/** No card is older. */
const EARLIEST_DAY = '2000-01-01';

type NewCardProblem = 'card.dates-unlawful' | 'card.holder-too-young' | 'card.value-unknown' | 'organisation.unknown';

/** The card that an item asks for. It is not over already, and begins within reason and today at the latest. */
export async function newCard(tx: Tx, item: CardItem, terms: Terms): Promise<Result<Card, NewCardProblem>> {
  const { today } = terms;
  const firstDay = item.firstDay ?? today;
  if (firstDay > today || firstDay < EARLIEST_DAY) return fail('card.dates-unlawful');
  const card = { firstDay, state: 'active' } as const;
  if (item.kind === 'community') {
    if (!(await isOrganisation(tx, item.organisationId, terms.site.networkId))) return fail('organisation.unknown');
    return ok({ ...card, kind: 'community', lastDay: null, childLimit: null });
  }
  const preset = presetLastDay(firstDay);
  const lastDay = item.trialLastDay ?? preset;
  if (lastDay < today || lastDay > preset) return fail('card.dates-unlawful');
  if (!mayHold(item.background.yearOfBirth, today, terms.rules)) return fail('card.holder-too-young');
  const listed = checkBackground(item.background, terms.choices, null);
  if (!listed.ok) return listed;
  return ok({ ...card, kind: 'personal', lastDay, childLimit: item.children });
}

/** An organisation of the site's network, or of none. */
async function isOrganisation(tx: Tx, id: string, networkId: string | null): Promise<boolean> {
  const rows = await tx.query('SELECT FROM organisations WHERE id = $1 AND (network_id IS NULL OR network_id = $2)', [
    id,
    networkId,
  ]);
  return rows.length > 0;
}
