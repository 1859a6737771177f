/** Calling the desk: failures are shown, and one task is done at a time. */
import type { DeskClient } from '../../src-shared/desk-api/client.ts';
import type { CommandAnswer, CommandName, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Task, ViewStore } from './view.ts';

export interface Calls {
  /** Calls, and shows a failure. */
  call<Name extends CommandName>(
    command: Name,
    payload: PayloadOf<Name>,
  ): Promise<Result<CommandAnswer<Name>, DeskErrorCode>>;
  /** Does one task at a time: a second wish while one is on its way is dropped, and null is given. */
  once<Value>(task: Task, work: () => Promise<Value>): Promise<Value | null>;
}

/** Binds calls to a client and to the view. */
export function createCalls(client: DeskClient, { getState: get, setState: set }: ViewStore): Calls {
  return {
    async call(command, payload) {
      set({ notice: null });
      const result = await client.call(command, payload);
      if (!result.ok) set({ notice: result.error });
      return result;
    },
    async once(task, work) {
      if (get().busy !== null) return null;
      set({ busy: task });
      try {
        return await work();
      } finally {
        set({ busy: null });
      }
    },
  };
}
