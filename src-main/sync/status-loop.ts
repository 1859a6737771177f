/** What the registry knows of this desk: skew of the clocks, new keys, the epoch, whether it was revoked. */
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { DeskSide } from '../services/ports.ts';
import type { Round } from './loop.ts';
import type { Monitor } from './monitor.ts';
import type { RegistryClient } from './registry-client.ts';

export interface StatusRound {
  readonly round: Round;
  /** The registry saw two events with one sequence number: remembered until a new epoch has begun. */
  forked(): void;
}

/** Asks for the desk's status and starts a new epoch where the ledger and the registry have parted (decision 3). */
export function statusRound(parts: {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly onNewEpoch: () => void;
}): StatusRound {
  const { desk, registry, monitor, clock } = parts;
  let forked = false;
  return {
    forked() {
      forked = true;
    },
    async round({ signal }) {
      const askedAt = clock.now();
      const epoch = await desk.presentEpoch();
      const status = await registry.call('desk', { query: epoch === null ? {} : { epoch }, signal });
      const roundTrip = clock.now() - askedAt;
      if (!status.ok) return status.error;
      monitor.skew(Math.round(askedAt + roundTrip / 2 - Date.parse(status.value.serverTime)));
      await desk.takeKeys(status.value);
      const sawFork = forked;
      const wish = await desk.checkEpoch(status.value, sawFork);
      if (wish !== null) {
        const started = await registry.call('startEpoch', { body: wish, signal });
        if (!started.ok) return started.error;
        await desk.startedEpoch(started.value.epoch);
        parts.onNewEpoch();
      }
      if (sawFork) forked = false;
      return null;
    },
  };
}
