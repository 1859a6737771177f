/** An acquisition's row while a delivery works on it: compared as PostgreSQL would compare it. */
import type { AcquisitionRow } from './acquisition-row.ts';

export interface KeptAcquisition extends AcquisitionRow {
  readonly performanceId: string;
  readonly code: string;
  /** Units that it should take of the cap and that no lease backs. */
  readonly beyondUnits: number;
}

const INSTANT = /^(.{16})(?::(\d\d)(?:\.(\d+))?)?Z$/;

/** An ISO 8601 UTC instant to the microsecond, as the database keeps it, so that texts compare as instants do. */
export function toMicrosecond(instant: string): string {
  const [, minute = instant, second = '00', fraction = ''] = INSTANT.exec(instant) ?? [];
  return `${minute}:${second}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** Whether two rows say the same. */
export function saysTheSame(one: AcquisitionRow, other: AcquisitionRow): boolean {
  return (
    one.epochId === other.epochId &&
    one.cardKey === other.cardKey &&
    one.state === other.state &&
    one.stateEpochId === other.stateEpochId &&
    one.children === other.children &&
    one.cardSeen === other.cardSeen &&
    one.leasedUnits === other.leasedUnits &&
    one.redeemedEpochId === other.redeemedEpochId &&
    isSameInstant(one.at, other.at) &&
    isSameInstant(one.lapsesAt, other.lapsesAt) &&
    isSameInstant(one.redeemedAt, other.redeemedAt)
  );
}

function isSameInstant(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : toMicrosecond(one) === toMicrosecond(other);
}
