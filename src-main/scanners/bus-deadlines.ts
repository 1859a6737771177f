/** Notices that a native driver hangs: it holds one lock for all devices, so that nothing but a new process helps. */
import type { Timer } from '../../src-shared/kernel/ports.ts';
import type { Bus } from './ports.ts';

/** The slowest answers come from Bluetooth's serial ports: some ten seconds for one that is out of reach. */
export const ANSWER_DEADLINE = 20_000;

/** The bus; `onHung` hears a sentence where listing or opening has not ended after twenty seconds. */
export function withDeadlines(bus: Bus, timer: Timer, onHung: (sentence: string) => void): Bus {
  async function inTime<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
    const answered = new AbortController();
    void waitFor(what, answered.signal);
    try {
      return await answer;
    } finally {
      answered.abort();
    }
  }

  async function waitFor(what: string, answered: AbortSignal): Promise<void> {
    await timer.sleep(ANSWER_DEADLINE, answered);
    if (!answered.aborted) onHung(`the ${bus.kind} driver hangs while it ${what}.`);
  }

  return {
    kind: bus.kind,
    list: () => inTime('lists devices', bus.list()),
    open: (...how) => inTime('opens a device', bus.open(...how)),
  };
}
