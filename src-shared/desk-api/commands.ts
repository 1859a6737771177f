/** What the screen may ask of the desk. Validated at both ends. */
import { z } from 'zod';
import { stageSchema } from '../acquisition/verdict.ts';
import { ASSISTANCE_KINDS, VOID_WHYS } from '../acquisition/event.ts';
import { count, id, language } from '../kernel/schemas.ts';
import { demoCardAnswer, demoCardRequest, demoReceived } from '../registry-api/bodies/demo.ts';
import { deviceId, scannerSettings, screenScan } from './scanners.ts';
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
  /** What scanning is for (SALE-7): reserve, hand over, let in. `cardSeen` false: reserve by telephone (CARD-8). */
  'desk.stage': { payload: z.strictObject({ stage: stageSchema, cardSeen: z.boolean() }), answer: nothing },
  /** A scan or a typed code. With a basket open it adds a line there. Longer noise is cut by the sender. */
  'desk.scan': { payload: screenScan, answer: nothing },
  /** Set the number of child tickets of the verdict on screen. */
  'desk.children': { payload: z.strictObject({ scanId: id, children: count.max(99) }), answer: nothing },
  /** Record the sale. `deliberately`: staff go past the warnings they were shown. */
  'desk.confirm': {
    payload: z.strictObject({ scanId: id, children: count.max(99), deliberately: z.boolean() }),
    answer: z.strictObject({ acquisitionId: id }),
  },
  'desk.dismiss': { payload: z.strictObject({ scanId: id }), answer: nothing },
  /** Take an acquisition back, at any stage. */
  'desk.undo': { payload: z.strictObject({ acquisitionId: id, why: z.enum(VOID_WHYS) }), answer: nothing },
  /** Another number of children than was recorded (CHILD-3). */
  'desk.correct': { payload: z.strictObject({ acquisitionId: id, children: count.max(99) }), answer: nothing },
  /** Tickets for assistants or support persons of any customer (ASSIST-1). */
  'desk.assist': {
    payload: z.strictObject({ kind: z.enum(ASSISTANCE_KINDS), count: z.int().min(1).max(20) }),
    answer: z.strictObject({ assistanceId: id }),
  },
  'desk.assist-undo': { payload: z.strictObject({ assistanceId: id }), answer: nothing },
  /** Mark the picked performance sold out, or on sale again (CAP-7). */
  'desk.sold-out': { payload: z.strictObject({ performanceId: id, soldOut: z.boolean() }), answer: nothing },
  /** Open a basket for a small-group visit, or put it away (GROUP-1). */
  'desk.group': { payload: z.strictObject({ open: z.boolean() }), answer: nothing },
  'desk.group-children': { payload: z.strictObject({ lineId: id, children: count.max(99) }), answer: nothing },
  'desk.group-drop': { payload: z.strictObject({ lineId: id }), answer: nothing },
  /** Record all good lines at once; what is refused stays in the basket, to be repaired or dropped. */
  'desk.group-confirm': {
    payload: z.strictObject({ basketId: id, deliberately: z.boolean() }),
    answer: z.strictObject({ acquisitionIds: z.array(id) }),
  },
  /** Staff have seen what the registry remarked on an acquisition. */
  'desk.followed-up': { payload: z.strictObject({ acquisitionId: id }), answer: nothing },
  /** The scanners' settings, as a whole; remembered for this desk. What the desk itself adds to `known` and `chosen` is kept. */
  'scanners.settings': { payload: scannerSettings.omit({ known: true, chosen: true }), answer: nothing },
  /** Use a device, or put it aside. */
  'scanners.choose': { payload: z.strictObject({ deviceId, use: z.boolean() }), answer: nothing },
  /** Open or close the test area: while it is open, scans are shown there and nothing is sold. */
  'scanners.test': { payload: z.strictObject({ open: z.boolean() }), answer: nothing },
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
