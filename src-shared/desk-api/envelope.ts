/** The wire between screen and desk: the same over Electron's IPC and over the web host's socket. */
import { z } from 'zod';
import { deskErrorCode } from './errors.ts';
import { deskState } from './state.ts';

/** Screen → desk. */
export const request = z.strictObject({ id: z.int().min(0), command: z.string().max(60), payload: z.unknown() });
export type Request = z.infer<typeof request>;

/** Desk → screen, for one request. */
export const reply = z.discriminatedUnion('ok', [
  z.strictObject({ id: z.int(), ok: z.literal(true), answer: z.unknown() }),
  z.strictObject({
    id: z.int(),
    ok: z.literal(false),
    error: z.strictObject({
      code: deskErrorCode,
      parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  }),
]);
export type Reply = z.infer<typeof reply>;

/** Desk → screen, unasked. */
export const push = z.strictObject({ event: z.literal('state'), state: deskState });
export type Push = z.infer<typeof push>;

/** How messages travel: Electron's IPC or a socket (ARCHITECTURE, decision 1). */
export interface Carrier {
  /** Sends a request and resolves with what came back; rejects when the desk cannot be reached. */
  call(message: Request): Promise<unknown>;
  /** Hands on whatever the desk pushes, and `null` when the connection is lost; gives the way to stop. */
  subscribe(listener: (message: unknown) => void): () => void;
}
