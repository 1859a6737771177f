/** Collects the reasons of a judgement and puts them in order. */
import { REASON_CODES, REASONS, SEVERITIES, type ReasonCode, type Severity } from './reasons.ts';
import type { Outcome, Reason } from './verdict.ts';

export type Parameters = Reason['parameters'];

export interface Found {
  /** Adds a reason; `severity` where the circumstances make it another than its usual one. */
  add(code: ReasonCode, parameters?: Parameters, severity?: Severity): void;
  /** Most severe first, within a severity in the order of REASONS. */
  inOrder(): Reason[];
}

/** Starts a collection. */
export function collect(): Found {
  const found = new Map<ReasonCode, Reason>();
  return {
    add(code, parameters = {}, severity = REASONS[code].severity) {
      found.set(code, { code, severity, parameters });
    },
    inOrder() {
      if (found.size === 0) return [];
      return [...found.values()].toSorted(
        (a, b) =>
          SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
          REASON_CODES.indexOf(a.code) - REASON_CODES.indexOf(b.code),
      );
    },
  };
}

/** What reasons in their order amount to: the first is the most severe, and a note decides nothing. */
export function outcomeOf(reasons: readonly Reason[]): Outcome {
  const [first] = reasons;
  return first === undefined || first.severity === 'note' ? 'accept' : first.severity;
}
