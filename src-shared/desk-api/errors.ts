/** Errors that a command can end with. */
import { z } from 'zod';

/** Append-only. The screen translates them. */
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
  'desk.handed-over-elsewhere',
  'desk.cannot-correct',
  'desk.no-basket',
  'desk.basket-full',
  'desk.nothing-to-record',
  'desk.not-durable',
  'desk.no-demo',
  'desk.failed',
  'registry.unreachable',
  'registry.not-the-contract',
  'registry.wrong-login',
  'registry.throttled',
  'registry.refused',
  'registry.password-change-needed',
  'desk.partial-scan',
] as const;
export const deskErrorCode = z.enum(DESK_ERRORS);
export type DeskErrorCode = z.infer<typeof deskErrorCode>;
