/** Takes the registry's pulse when it has been silent, so that swallowed packets and its coming back are noticed. */
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { Round } from './loop.ts';
import type { Monitor } from './monitor.ts';
import { PULSE_EVERY, PULSE_TIMEOUT } from './pace.ts';
import { isProblem } from './registry-answer.ts';
import type { RegistryClient } from './registry-client.ts';

/** Asks for a sign of life unless there was one lately. `onOutage`: there is none. */
export function pulseRound(parts: {
  readonly registry: RegistryClient;
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly onOutage: () => void;
}): Round {
  const { registry, monitor, clock } = parts;
  return async ({ signal }) => {
    if (untilPulse(monitor, clock) > 0) return null;
    const answer = await registry.call('health', { signal, timeout: PULSE_TIMEOUT });
    if (answer.ok || isProblem(answer.error)) return null;
    monitor.outage();
    parts.onOutage();
    return answer.error;
  };
}

/** Milliseconds until the pulse should be taken; 0: now. A clock that was set back counts as now. */
export function untilPulse(monitor: Monitor, clock: Clock): number {
  const lastSign = monitor.lastSign();
  const silence = lastSign === null ? PULSE_EVERY : clock.now() - lastSign;
  return silence < 0 ? 0 : Math.max(0, PULSE_EVERY - silence);
}
