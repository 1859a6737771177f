/** What the screen may ask of the desk. Validated at both ends. */
import { z } from 'zod';
import { count, id, language } from '../kernel/schemas.ts';
import { demoCardAnswer, demoCardRequest, demoReceived } from '../registry-api/schemas.ts';
import { deskState } from './state.ts';

export interface Command {
  readonly payload: z.ZodType;
  readonly answer: z.ZodType;
}

const nothing = z.null();

export const COMMANDS = {
  /** The whole state, once; afterwards it is pushed. */
  'desk.state': { payload: nothing, answer: deskState },
  'desk.enrol': {
    payload: z.strictObject({
      registryUrl: z.url({ protocol: /^https?$/ }).max(300),
      site: z.string().min(1).max(100),
      password: z.string().min(1).max(200),
      deskName: z.string().min(1).max(60),
    }),
    answer: nothing,
  },
  /** Pick a performance, ready to scan; null goes back to the list. */
  'desk.pick': { payload: z.strictObject({ performanceId: id.nullable() }), answer: nothing },
  /** A scan or a typed code. Longer noise is cut by the sender. */
  'desk.scan': {
    payload: z.strictObject({ text: z.string().max(1_000), source: z.enum(['wedge', 'typed']) }),
    answer: nothing,
  },
  /** Set the number of child tickets of the verdict on screen. */
  'desk.children': { payload: z.strictObject({ scanId: id, children: count.max(99) }), answer: nothing },
  /** Record the sale. `deliberately`: staff go past the warnings they were shown. */
  'desk.confirm': {
    payload: z.strictObject({ scanId: id, children: count.max(99), deliberately: z.boolean() }),
    answer: z.strictObject({ acquisitionId: id }),
  },
  'desk.dismiss': { payload: z.strictObject({ scanId: id }), answer: nothing },
  'desk.undo': { payload: z.strictObject({ acquisitionId: id }), answer: nothing },
  'desk.language': { payload: z.strictObject({ language }), answer: nothing },
  'demo.network': { payload: z.strictObject({ cut: z.boolean() }), answer: nothing },
  'demo.card': { payload: demoCardRequest, answer: demoCardAnswer },
  'demo.received': { payload: nothing, answer: demoReceived },
  /** Address of a second desk, started on demand. */
  'demo.second-desk': { payload: nothing, answer: z.strictObject({ url: z.url() }) },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
export type PayloadOf<Name extends CommandName> = z.input<(typeof COMMANDS)[Name]['payload']>;
export type CommandAnswer<Name extends CommandName> = z.output<(typeof COMMANDS)[Name]['answer']>;

/** Errors that a command can end with; append-only. The screen translates them. */
export const DESK_ERRORS = [
  'contract.malformed',
  'contract.unknown-command',
  'desk.not-enrolled',
  'desk.already-enrolled',
  'desk.nothing-picked',
  'desk.performance-unknown',
  'desk.scan-replaced',
  'desk.not-accepted',
  'desk.needs-deliberation',
  'desk.unknown-acquisition',
  'desk.already-undone',
  'desk.not-durable',
  'desk.no-demo',
  'desk.failed',
  'registry.unreachable',
  'registry.not-the-contract',
  'registry.wrong-login',
  'registry.throttled',
  'registry.refused',
] as const;
export const deskErrorCode = z.enum(DESK_ERRORS);
export type DeskErrorCode = z.infer<typeof deskErrorCode>;
