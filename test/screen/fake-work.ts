/** The scripted desk's answers around the sale: stages, corrections, assistants, sold out, follow-ups. */
import { randomUUID } from 'node:crypto';
import { decideAssistance } from '../../src-shared/acquisition/assistance.ts';
import type { Handlers } from '../../src-shared/desk-api/router.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { NOW } from './fake-facts.ts';
import type { Script } from './fake-handlers.ts';
import { picked } from './fake-judge.ts';
import type { FakeLedger } from './fake-ledger.ts';

type Work =
  | 'desk.stage'
  | 'desk.undo'
  | 'desk.correct'
  | 'desk.assist'
  | 'desk.assist-undo'
  | 'desk.sold-out'
  | 'desk.followed-up';

/** Handlers over a ledger; `refresh` shows what it holds now. */
export function workHandlers({ state, change }: Script, ledger: FakeLedger, refresh: () => void): Pick<Handlers, Work> {
  const assisted: { id: string; kind: 'assistant' | 'support-person'; count: number }[] = [];

  function showAssistance(): void {
    const sum = (kind: string): number =>
      assisted.filter((one) => one.kind === kind).reduce((total, { count }) => total + count, 0);
    const lastId = assisted.at(-1)?.id ?? null;
    change({ assistance: { assistants: sum('assistant'), supportPersons: sum('support-person'), lastId } });
  }

  return {
    'desk.stage'({ stage, cardSeen }) {
      change({ stage, cardSeen, shown: null });
      return ok(null);
    },
    'desk.undo'({ acquisitionId }) {
      if (!ledger.change(acquisitionId, { state: 'voided' })) return fail('desk.unknown-acquisition');
      refresh();
      return ok(null);
    },
    'desk.correct'({ acquisitionId, children }) {
      if (children > 5) return fail('desk.cannot-correct');
      if (!ledger.change(acquisitionId, { children })) return fail('desk.unknown-acquisition');
      refresh();
      return ok(null);
    },
    'desk.assist'({ kind, count }) {
      const { outcome } = decideAssistance({ now: NOW, kind, count, performance: picked(state()) });
      if (outcome === 'refuse') return fail('desk.not-accepted');
      const id = randomUUID();
      assisted.push({ id, kind, count });
      showAssistance();
      return ok({ assistanceId: id });
    },
    'desk.assist-undo'({ assistanceId }) {
      const index = assisted.findIndex(({ id }) => id === assistanceId);
      if (index === -1) return fail('desk.unknown-acquisition');
      assisted.splice(index, 1);
      showAssistance();
      return ok(null);
    },
    'desk.sold-out'({ performanceId, soldOut }) {
      change({
        performances: state().performances.map((offered) =>
          offered.performance.id === performanceId
            ? { ...offered, performance: { ...offered.performance, soldOut } }
            : offered,
        ),
      });
      return ok(null);
    },
    'desk.followed-up'({ acquisitionId }) {
      change({ followUps: state().followUps.filter((one) => one.acquisitionId !== acquisitionId) });
      return ok(null);
    },
  };
}
