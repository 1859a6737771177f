/** The desk's end of the contract: validates what comes, calls the handler, validates what goes. */
import type { CodedError, Result } from '../kernel/result.ts';
import { COMMANDS, type CommandAnswer, type CommandName, type PayloadOf } from './commands.ts';
import { type DeskErrorCode } from './errors.ts';
import { request, type Reply } from './envelope.ts';

export type Handlers = {
  readonly [Name in CommandName]: (
    payload: PayloadOf<Name>,
  ) => Promise<Result<CommandAnswer<Name>, DeskErrorCode>> | Result<CommandAnswer<Name>, DeskErrorCode>;
};

/**
 * Makes the one function that a host calls with whatever arrived. It never throws: what is not the contract becomes
 * `contract.malformed` or `contract.unknown-command`, a handler's bug becomes `desk.failed` and goes to `onBug`.
 */
export function createRouter(
  handlers: Handlers,
  onBug: (error: unknown) => void,
): (message: unknown) => Promise<Reply> {
  return async (message) => {
    const envelope = request.safeParse(message);
    if (!envelope.success) return refusal(-1, { code: 'contract.malformed', parameters: {} });
    const { id, command, payload } = envelope.data;
    if (!isCommand(command)) return refusal(id, { code: 'contract.unknown-command', parameters: {} });
    const parsed = COMMANDS[command].payload.safeParse(payload);
    if (!parsed.success) return refusal(id, { code: 'contract.malformed', parameters: {} });
    try {
      const handler = handlers[command] as (payload: unknown) => Promise<Result<unknown, DeskErrorCode>>;
      const result = await handler(parsed.data);
      if (!result.ok) return refusal(id, result.error);
      return { id, ok: true, answer: COMMANDS[command].answer.parse(result.value) };
    } catch (error) {
      onBug(error);
      return refusal(id, { code: 'desk.failed', parameters: {} });
    }
  };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function refusal(id: number, { code, parameters }: CodedError<DeskErrorCode>): Reply {
  return { id, ok: false, error: { code, parameters: { ...parameters } } };
}
