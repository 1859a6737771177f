/** Places of capped performances, asked for by request ids: a lost answer is harmless (the lease algebra). */
import type { CodedError } from '../../src-shared/kernel/result.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { DeskSide } from '../services/ports.ts';
import type { Round } from './loop.ts';
import { isProblem, NOT_THE_CONTRACT } from './registry-answer.ts';
import type { RegistryClient } from './registry-client.ts';

/** Asking again would not help. */
const FOR_GOOD: readonly ProblemCode[] = ['performance.unknown', 'request.malformed', 'epoch.unknown', 'epoch.frozen'];

/** Asks for every place that the desk wants; one refusal holds up no other request. */
export function leaseRound(parts: {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  /** The registry grants nothing to the desk's epoch any more. */
  readonly onEpochRefused: () => void;
}): Round {
  const { desk, registry, onEpochRefused } = parts;
  return async ({ signal }) => {
    let failure: CodedError | null = null;
    for (const request of await desk.wantedPlaces()) {
      if (signal.aborted) return null;
      const answer = await registry.call('lease', { body: request, signal });
      if (answer.ok) {
        const fits = answer.value.performanceId === request.performanceId && answer.value.epoch === request.epoch;
        if (fits) await desk.granted(request, answer.value);
        else failure = NOT_THE_CONTRACT;
      } else if (isProblem(answer.error, ...FOR_GOOD)) {
        await desk.granted(request, null);
        if (isProblem(answer.error, 'epoch.unknown', 'epoch.frozen')) onEpochRefused();
      } else {
        failure = answer.error;
        if (!isProblem(failure)) return failure;
      }
    }
    return failure;
  };
}
