/** The screen's end of the contract: typed calls and validated pushes over any carrier. */
import { fail, ok, type Result } from '../kernel/result.ts';
import { COMMANDS, type CommandAnswer, type CommandName, type PayloadOf } from './commands.ts';
import { type DeskErrorCode } from './errors.ts';
import { push, reply, type Carrier } from './envelope.ts';
import type { DeskState } from './state.ts';

export interface DeskClient {
  /** Calls a command; every failure, the carrier's too, comes back as a coded error. */
  call<Name extends CommandName>(
    command: Name,
    payload: PayloadOf<Name>,
  ): Promise<Result<CommandAnswer<Name>, DeskErrorCode>>;
  /** Hands on each pushed state, and `null` when the connection to the desk is lost. */
  onState(listener: (state: DeskState | null) => void): () => void;
}

/** Makes a client over a carrier. */
export function createDeskClient(carrier: Carrier): DeskClient {
  let lastId = 0;
  return {
    async call(command, payload) {
      lastId += 1;
      const answer = await carrier.call({ id: lastId, command, payload }).catch(() => null);
      const parsed = reply.safeParse(answer);
      if (!parsed.success) return fail('desk.failed');
      if (!parsed.data.ok) return { ok: false, error: parsed.data.error };
      const value = COMMANDS[command].answer.safeParse(parsed.data.answer);
      return value.success ? ok(value.data as CommandAnswer<typeof command>) : fail('desk.failed');
    },
    onState(listener) {
      return carrier.subscribe((message) => {
        if (message === null) return listener(null);
        const parsed = push.safeParse(message);
        if (parsed.success) listener(parsed.data.state);
      });
    },
  };
}
