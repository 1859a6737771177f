/** The scripted desk's answers: the real judgement over the demo cards, everything else as simple as can be. */
import { randomUUID } from 'node:crypto';
import { decide, type EarlierUse } from '../../src-shared/acquisition/decide.ts';
import { parseCardCode } from '../../src-shared/card/code.ts';
import type { Handlers } from '../../src-shared/desk-api/router.ts';
import type { DeskState, ShownVerdict } from '../../src-shared/desk-api/state.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { CARDS, NOW } from './fake-facts.ts';

export interface Script {
  state(): DeskState;
  change(changes: Partial<DeskState>): void;
}

interface Sold extends EarlierUse {
  readonly acquisitionId: string;
  readonly performanceId: string;
  readonly code: string;
}

/** Handlers over a state that they change. */
export function scriptedHandlers({ state, change }: Script): Handlers {
  let sold: Sold[] = [];
  let scanned = '';

  function judge(text: string, children: number, scanId: string): ShownVerdict {
    const code = parseCardCode(text, PRESET_RULE_SET.code);
    const card = code.ok ? (CARDS[code.value] ?? null) : null;
    const { performances, pickedId, sync } = state();
    const offered = performances.find(({ performance }) => performance.id === pickedId);
    if (offered === undefined) throw new Error('judged without a performance');
    const verdict = decide({
      now: NOW,
      stage: 'redeem',
      code,
      card,
      cache: { usable: sync.cards.state !== 'empty', ageHours: sync.cards.state === 'stale' ? 80 : 1 },
      performance: offered.performance,
      lease: offered.left === null ? null : { balance: offered.left, registryHasMore: false },
      earlier: sold.filter((use) => code.ok && use.code === code.value && use.performanceId === pickedId),
      children,
      rules: PRESET_RULE_SET,
    });
    return {
      scanId,
      codeTail: code.ok ? code.value.slice(-4) : '',
      cardKind: card?.kind ?? null,
      verdict,
      asking: false,
    };
  }

  return {
    'desk.state': () => ok(state()),
    'desk.enrol': ({ password }) => (password === 'right' ? ok(null) : fail('registry.wrong-login')),
    'desk.pick'({ performanceId }) {
      change({ pickedId: performanceId, shown: null, last: null });
      return ok(null);
    },
    'desk.scan'({ text }) {
      if (state().pickedId === null) return fail('desk.nothing-picked');
      scanned = text;
      change({ shown: judge(text, 0, randomUUID()) });
      return ok(null);
    },
    'desk.children'({ scanId, children }) {
      if (state().shown?.scanId !== scanId) return fail('desk.scan-replaced');
      change({ shown: judge(scanned, children, scanId) });
      return ok(null);
    },
    'desk.confirm'({ scanId, children, deliberately }) {
      const { shown, pickedId } = state();
      if (shown?.scanId !== scanId || pickedId === null) return fail('desk.scan-replaced');
      if (shown.verdict.outcome === 'refuse') return fail('desk.not-accepted');
      if (shown.verdict.outcome === 'warn' && !deliberately) return fail('desk.needs-deliberation');
      const acquisitionId = randomUUID();
      const at = new Date(NOW).toISOString();
      const code = parseCardCode(scanned, PRESET_RULE_SET.code);
      if (code.ok) {
        sold.push({
          acquisitionId,
          performanceId: pickedId,
          code: code.value,
          at,
          deskName: 'Pääovi 1',
          delivered: false,
        });
      }
      change({
        shown: null,
        last: {
          acquisitionId,
          performanceId: pickedId,
          codeTail: shown.codeTail,
          children,
          at,
          state: 'recorded',
          delivery: 'waiting',
        },
      });
      return ok({ acquisitionId });
    },
    'desk.dismiss'({ scanId }) {
      if (state().shown?.scanId === scanId) change({ shown: null });
      return ok(null);
    },
    'desk.undo'({ acquisitionId }) {
      const { last } = state();
      if (last?.acquisitionId !== acquisitionId) return fail('desk.unknown-acquisition');
      sold = sold.filter((one) => one.acquisitionId !== acquisitionId);
      change({ last: { ...last, state: 'undone' } });
      return ok(null);
    },
    'desk.language'({ language }) {
      change({ language });
      return ok(null);
    },
    'demo.network'({ cut }) {
      change({ demo: { networkCut: cut }, sync: { ...state().sync, network: cut ? 'offline' : 'online' } });
      return ok(null);
    },
    'demo.card'({ code }) {
      const card = CARDS[code];
      return card === undefined ? fail('registry.refused') : ok({ card });
    },
    'demo.received': () =>
      ok({
        received: sold.toReversed().map((use) => ({
          eventId: use.acquisitionId,
          type: 'redeemed' as const,
          at: use.at,
          receivedAt: use.at,
          deskName: use.deskName,
          title: 'Kesäyön unelma',
          code: use.code,
          children: 0,
          conflicts: [],
        })),
      }),
    'demo.second-desk': () => ok({ url: 'http://127.0.0.1:9/#token=second' }),
  };
}
