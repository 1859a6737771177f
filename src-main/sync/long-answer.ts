/** Answers that come bit by bit: a download, the push channel. */
import {
  NetworkFailure,
  type Network,
  type NetworkRequest,
  type NetworkResponse,
} from '../../src-shared/kernel/ports.ts';
import { follow } from './abort.ts';
import { mediaType, NOT_THE_CONTRACT, readProblem, UNREACHABLE, type RegistryError } from './registry-answer.ts';

/** A problem's body is never longer. */
const MOST_PROBLEM_BYTES = 64 * 1024;

export interface LongAnswer {
  readonly mediaType: string;
  /** The answer is of that type and begins. */
  onOpen(): void;
  /** The next bytes; `false`: this is not the contract, stop. */
  onBytes(bytes: Uint8Array): boolean;
}

/** Receives a long answer. Gives null when it ended well, else what went wrong. */
export async function receive(
  network: Network,
  request: NetworkRequest,
  answer: LongAnswer,
): Promise<RegistryError | null> {
  const stop = new AbortController();
  const unfollow = follow(request.signal, stop);
  let head: Omit<NetworkResponse, 'body'> | null = null;
  let opened = false;
  let spoilt = false;
  const instead: Uint8Array[] = [];
  let insteadBytes = 0;
  try {
    await network.stream(
      { ...request, signal: stop.signal },
      {
        onHead(given) {
          head = given;
          opened = given.status === 200 && mediaType(given.headers) === answer.mediaType;
          if (opened) answer.onOpen();
        },
        onBytes(bytes) {
          if (spoilt) return;
          if (opened) {
            spoilt = !answer.onBytes(bytes);
          } else {
            instead.push(bytes);
            insteadBytes += bytes.length;
            spoilt = insteadBytes > MOST_PROBLEM_BYTES;
          }
          if (spoilt) stop.abort();
        },
      },
    );
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error;
    return spoilt ? NOT_THE_CONTRACT : UNREACHABLE;
  } finally {
    unfollow();
  }
  if (spoilt || head === null) return NOT_THE_CONTRACT;
  if (opened) return null;
  const { status, headers }: Omit<NetworkResponse, 'body'> = head;
  return readProblem({ status, headers, body: Buffer.concat(instead) });
}
