/** The scripted desk's basket for a small-group visit. */
import { randomUUID } from 'node:crypto';
import { judgeGroup } from '../../src-shared/acquisition/group.ts';
import type { Basket, DeskState } from '../../src-shared/desk-api/state.ts';
import { factsOf } from './fake-judge.ts';
import type { FakeLedger } from './fake-ledger.ts';

interface Line {
  readonly lineId: string;
  readonly text: string;
  readonly children: number;
}

export interface FakeGroup {
  open(): void;
  add(text: string): void;
  setChildren(lineId: string, children: number): boolean;
  drop(lineId: string): boolean;
  /** Takes out the lines that were recorded. */
  keep(holds: (lineId: string) => boolean): void;
  /** The text that a line was read from. */
  textOf(lineId: string): string;
  judged(state: DeskState, ledger: FakeLedger): Basket;
}

/** A basket with no lines. */
export function createFakeGroup(): FakeGroup {
  let basketId: string = randomUUID();
  let lines: Line[] = [];
  return {
    open() {
      basketId = randomUUID();
      lines = [];
    },
    add(text) {
      lines.push({ lineId: randomUUID(), text, children: 0 });
    },
    setChildren(lineId, children) {
      lines = lines.map((line) => (line.lineId === lineId ? { ...line, children } : line));
      return lines.some((line) => line.lineId === lineId);
    },
    drop(lineId) {
      const before = lines.length;
      lines = lines.filter((line) => line.lineId !== lineId);
      return lines.length < before;
    },
    keep(holds) {
      lines = lines.filter(({ lineId }) => holds(lineId));
    },
    textOf: (lineId) => lines.find((line) => line.lineId === lineId)?.text ?? '',
    judged(state, ledger) {
      const judgedLines = lines.map(({ lineId, text, children }) => {
        const facts = factsOf(state, ledger, text, children);
        return { lineId, cardKey: facts.code.ok ? facts.code.value : null, facts };
      });
      const { lines: verdicts, reasons, outcome, good, units } = judgeGroup(judgedLines);
      return {
        basketId,
        lines: verdicts.map(({ lineId, verdict }, index) => {
          const facts = judgedLines[index]!.facts;
          return {
            lineId,
            codeTail: facts.code.ok ? facts.code.value.slice(-4) : '',
            cardKind: facts.card?.kind ?? null,
            verdict,
          };
        }),
        reasons: [...reasons],
        outcome,
        good,
        units,
      };
    },
  };
}
