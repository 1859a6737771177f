/** What is known of the way to the registry, from all loops together; it is what staff see. */
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { CodedError } from '../../src-shared/kernel/result.ts';
import type { SyncReport } from '../services/ports.ts';
import { isProblem } from './registry-answer.ts';

export interface MonitorListener {
  /** Something changed that staff see. */
  onReport(report: SyncReport): void;
  /** A call found no registry: is it only that call? */
  onMissed(): void;
  /** After an outage the registry answered again. */
  onRecovered(): void;
  /** The desk was revoked, or is no longer. */
  onRevoked(revoked: boolean): void;
}

export interface Monitor {
  report(): SyncReport;
  /** The registry answered as the contract says. */
  reached(): void;
  /** Nothing answered, or something that is not the registry. */
  missed(): void;
  /** The registry does not even show a pulse: nobody reaches it. */
  outage(): void;
  /** The instant, in milliseconds, of the last sign of the registry; null after a miss. */
  lastSign(): number | null;
  revoke(revoked: boolean): void;
  isRevoked(): boolean;
  skew(milliseconds: number): void;
  loadingCards(loading: boolean): void;
  /** What a loop's last round came to. */
  outcome(loop: string, failure: CodedError | null): void;
}

/** Makes the monitor; it tells its listener of changes only. */
export function createMonitor(clock: Clock, listener: MonitorListener): Monitor {
  const troubles = new Map<string, string>();
  let lastSign: number | null = null;
  let out = false;
  let revoked = false;
  let report: SyncReport = { network: 'connecting', skewMilliseconds: null, trouble: null, loadingCards: false };

  function change(part: Partial<SyncReport>): void {
    const next = { ...report, ...part };
    const same = (Object.keys(next) as (keyof SyncReport)[]).every((name) => next[name] === report[name]);
    if (same) return;
    report = next;
    listener.onReport(report);
  }

  return {
    report: () => report,
    reached() {
      lastSign = clock.now();
      change({ network: revoked ? 'revoked' : 'online' });
      if (!out) return;
      out = false;
      listener.onRecovered();
    },
    missed() {
      lastSign = null;
      change({ network: revoked ? 'revoked' : 'offline' });
      listener.onMissed();
    },
    outage() {
      out = true;
    },
    lastSign: () => lastSign,
    revoke(isRevoked) {
      if (revoked === isRevoked) return;
      revoked = isRevoked;
      change({ network: revoked ? 'revoked' : 'online' });
      listener.onRevoked(revoked);
    },
    isRevoked: () => revoked,
    skew: (skewMilliseconds) => change({ skewMilliseconds }),
    loadingCards: (loadingCards) => change({ loadingCards }),
    outcome(loop, failure) {
      // The latest failure is put last, and it is the last that is shown.
      troubles.delete(loop);
      if (failure !== null) troubles.set(loop, troubleOf(failure));
      change({ trouble: [...troubles.values()].at(-1) ?? null });
    },
  };
}

function troubleOf(failure: CodedError): string {
  return isProblem(failure) ? failure.parameters.problem : failure.code;
}
