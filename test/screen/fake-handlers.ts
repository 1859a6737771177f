/** The scripted desk's answers: the real judgement over the demo cards, everything else as simple as can be. */
import { randomUUID } from 'node:crypto';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { Handlers } from '../../src-shared/desk-api/router.ts';
import type { DeskState, ShownVerdict } from '../../src-shared/desk-api/state.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { CARDS } from './fake-facts.ts';
import { createFakeGroup } from './fake-group.ts';
import { factsOf, picked } from './fake-judge.ts';
import { createFakeLedger } from './fake-ledger.ts';
import { scannerHandlers, tryOut } from './fake-scanners.ts';
import { workHandlers } from './fake-work.ts';

export interface Script {
  state(): DeskState;
  change(changes: Partial<DeskState>): void;
}

/** Handlers over a state that they change. */
export function scriptedHandlers(script: Script): Handlers {
  const { state, change } = script;
  const ledger = createFakeLedger();
  const group = createFakeGroup();
  let scanned = '';

  function judge(text: string, children: number, scanId: string): ShownVerdict {
    const facts = factsOf(state(), ledger, text, children);
    const { code, card } = facts;
    return {
      scanId,
      codeTail: code.ok ? code.value.slice(-4) : '',
      cardKind: card?.kind ?? null,
      verdict: decide(facts),
      asking: false,
    };
  }

  function record(text: string, { stage, children, acquisitionId, grounds }: ShownVerdict['verdict']): string {
    const { code } = factsOf(state(), ledger, text, children);
    return ledger.record({
      stage,
      acquisitionId,
      performance: picked(state()),
      code: code.ok ? code.value : '',
      children,
      cardSeen: state().cardSeen,
      provisional: grounds.some((ground) => ground.code === 'ground.provisional'),
    }).acquisitionId;
  }

  function refresh(): void {
    const recent = ledger.of(picked(state()).id).slice(0, 20);
    change({ recent, last: recent[0] ?? null });
  }

  return {
    ...workHandlers(script, ledger, refresh),
    'desk.state': () => ok(state()),
    'desk.enrol': ({ password }) => (password === 'right' ? ok(null) : fail('registry.wrong-login')),
    ...scannerHandlers(script),
    'desk.pick'({ performanceId }) {
      const recent = performanceId === null ? [] : ledger.of(performanceId);
      const assistance = performanceId === null ? null : { assistants: 0, supportPersons: 0, lastId: null };
      change({ pickedId: performanceId, shown: null, last: null, recent, basket: null, assistance });
      return ok(null);
    },
    'desk.scan'(read) {
      const { text } = read;
      if (state().scanners.test !== null) {
        tryOut(script, read);
        return ok(null);
      }
      if (state().pickedId === null) return fail('desk.nothing-picked');
      if (state().basket !== null) {
        group.add(text);
        change({ basket: group.judged(state(), ledger) });
        return ok(null);
      }
      scanned = text;
      const first = judge(text, 0, randomUUID());
      const reserved = ledger
        .of(picked(state()).id)
        .find(({ acquisitionId }) => acquisitionId === first.verdict.acquisitionId);
      change({ shown: reserved === undefined ? first : judge(text, reserved.children, first.scanId) });
      return ok(null);
    },
    'desk.children'({ scanId, children }) {
      if (state().shown?.scanId !== scanId) return fail('desk.scan-replaced');
      change({ shown: judge(scanned, children, scanId) });
      return ok(null);
    },
    'desk.confirm'({ scanId, children, deliberately }) {
      const { shown } = state();
      if (shown?.scanId !== scanId) return fail('desk.scan-replaced');
      if (shown.verdict.outcome === 'refuse') return fail('desk.not-accepted');
      if (shown.verdict.outcome === 'warn' && !deliberately) return fail('desk.needs-deliberation');
      const acquisitionId = record(scanned, { ...shown.verdict, children });
      change({ shown: null });
      refresh();
      return ok({ acquisitionId });
    },
    'desk.dismiss'({ scanId }) {
      if (state().shown?.scanId === scanId) change({ shown: null });
      return ok(null);
    },
    'desk.group'({ open }) {
      group.open();
      change({ shown: null, basket: open ? group.judged(state(), ledger) : null });
      return ok(null);
    },
    'desk.group-children'({ lineId, children }) {
      if (!group.setChildren(lineId, children)) return fail('desk.no-basket');
      change({ basket: group.judged(state(), ledger) });
      return ok(null);
    },
    'desk.group-drop'({ lineId }) {
      if (!group.drop(lineId)) return fail('desk.no-basket');
      change({ basket: group.judged(state(), ledger) });
      return ok(null);
    },
    'desk.group-confirm'({ basketId, deliberately }) {
      const { basket } = state();
      if (basket?.basketId !== basketId) return fail('desk.no-basket');
      if (basket.outcome === 'refuse') return fail('desk.not-accepted');
      if (basket.outcome === 'warn' && !deliberately) return fail('desk.needs-deliberation');
      const good = basket.lines.filter(({ verdict }) => verdict.outcome !== 'refuse');
      const acquisitionIds = good.map(({ lineId, verdict }) => record(group.textOf(lineId), verdict));
      group.keep((lineId) => !good.some((line) => line.lineId === lineId));
      const rest = group.judged(state(), ledger);
      change({ basket: rest.lines.length === 0 ? null : rest });
      refresh();
      return ok({ acquisitionIds });
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
        received: ledger
          .all()
          .toReversed()
          .map(({ code, sale }) => ({
            eventId: sale.acquisitionId,
            type: 'redeemed' as const,
            at: sale.at,
            receivedAt: sale.at,
            deskName: 'Pääovi 1',
            title: 'Kesäyön unelma',
            code,
            children: sale.children,
            conflicts: [],
          })),
      }),
    'demo.second-desk': () => ok({ url: 'http://127.0.0.1:9/#token=second' }),
  };
}
