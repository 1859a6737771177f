/** The real judgement over the demo cards and what the scripted desk has recorded. */
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { readCardCode } from '../../src-shared/card/code.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { CARDS, NOW } from './fake-facts.ts';
import type { FakeLedger } from './fake-ledger.ts';

/** The performance on sale. */
export function picked({ performances, pickedId }: DeskState): Performance {
  const offered = performances.find(({ performance }) => performance.id === pickedId);
  if (offered === undefined) throw new Error('judged without a performance');
  return offered.performance;
}

/** What `decide` needs to know of a text that was read. A stale or missing list leaves unknown cards to staff. */
export function factsOf(state: DeskState, ledger: FakeLedger, text: string, children: number): SaleFacts {
  const code = readCardCode(text, PRESET_RULE_SET.code);
  const performance = picked(state);
  const left = state.performances.find((offered) => offered.performance.id === performance.id)?.left ?? null;
  const { cards } = state.sync;
  const usable = cards.state !== 'empty';
  return {
    now: NOW,
    stage: state.stage,
    code,
    cardSeen: state.cardSeen,
    card: code.ok && usable ? (CARDS[code.value] ?? null) : null,
    cache: { usable, ageHours: cards.state === 'stale' ? 80 : 1 },
    provisional: 'ask',
    performance,
    lease: left === null ? null : { balance: left, registryHasMore: false, left },
    earlier: code.ok ? ledger.earlier(performance, code.value) : [],
    children,
    members: 0,
    rules: PRESET_RULE_SET,
  };
}
