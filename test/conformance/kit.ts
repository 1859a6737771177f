/** The conformance kit: its checks run one after the other against any registry, and each says what it found. */
import { NotApplicable, type Check } from './check.ts';
import { Defect } from './http.ts';
import { Registry, type Options } from './registry.ts';
import { ANYBODY_CHECKS } from './checks/anybody.ts';
import { DELIVERY_CHECKS } from './checks/delivery.ts';
import { DESK_CHECKS } from './checks/desk.ts';
import { FEED_CHECKS } from './checks/feeds.ts';
import { LEASE_CHECKS } from './checks/leases.ts';
import { SNAPSHOT_CHECKS } from './checks/snapshot.ts';

export interface Finding {
  readonly title: string;
  readonly outcome: 'ok' | 'not ok' | 'not applicable';
  /** Why it is not ok or not applicable. */
  readonly why: string | null;
}

export const CHECKS: readonly Check[] = [
  ...ANYBODY_CHECKS,
  ...DESK_CHECKS,
  ...FEED_CHECKS,
  ...DELIVERY_CHECKS,
  ...LEASE_CHECKS,
  ...SNAPSHOT_CHECKS,
];

/** Runs checks; `tell` hears of each as soon as it is known. */
export async function runChecks(
  checks: readonly Check[],
  options: Options,
  tell: (finding: Finding, number: number) => void,
): Promise<Finding[]> {
  const registry = new Registry(options);
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await findingOf(check, registry);
    findings.push(finding);
    tell(finding, findings.length);
  }
  return findings;
}

async function findingOf({ title, run }: Check, registry: Registry): Promise<Finding> {
  try {
    await run(registry);
    return { title, outcome: 'ok', why: null };
  } catch (error) {
    if (error instanceof NotApplicable) return { title, outcome: 'not applicable', why: error.message };
    const why = error instanceof Defect ? error.message : `the kit could not go on: ${String(error)}`;
    return { title, outcome: 'not ok', why };
  }
}

/** A finding as a line, and its reason beneath it. */
export function lineOf({ title, outcome, why }: Finding, number: number): string {
  const reason = why === null ? '' : `\n     ${why}`;
  return `${outcome.padEnd(14)} ${String(number).padStart(2)}  ${title}${reason}`;
}

/** All findings in one line. */
export function summaryOf(findings: readonly Finding[]): string {
  const count = (outcome: Finding['outcome']) => findings.filter((each) => each.outcome === outcome).length;
  return `conformance: ${findings.length} checks, ${count('ok')} ok, ${count('not ok')} not ok, ${count('not applicable')} not applicable`;
}
