/** What a check is. */
import type { Registry } from './registry.ts';

/** Does not apply here, and why. */
export class NotApplicable extends Error {}

export interface Check {
  readonly title: string;
  /** Throws a Defect where the registry does not hold to the contract, NotApplicable where it cannot be asked. */
  run(registry: Registry): Promise<void>;
}
