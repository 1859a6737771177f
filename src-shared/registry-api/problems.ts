/** Errors of the national interface: problem+json (RFC 9457) with a stable code. Append-only. */
import { z } from 'zod';

/** Every code with its HTTP status. */
export const PROBLEMS = {
  'request.malformed': 400,
  'cursor.invalid': 400,
  'auth.required': 401,
  'auth.invalid': 401,
  'desk.revoked': 401,
  'auth.forbidden': 403,
  'auth.password-change-needed': 403,
  'request.not-found': 404,
  'snapshot.none': 404,
  'performance.unknown': 404,
  'card.unknown': 404,
  'epoch.unknown': 409,
  'epoch.frozen': 409,
  'request.too-large': 413,
  'auth.throttled': 429,
  'server.error': 500,
  'server.unavailable': 503,
} as const;
export type ProblemCode = keyof typeof PROBLEMS;
const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const problemCode = z.enum(codes);

export const problemSchema = z.object({
  /** `urn:kaikudesk:problem:` and the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCode,
  /** Where in the request, for a malformed one; never a value from it. */
  where: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A problem's body. */
export function problem(code: ProblemCode, title: string, where?: string[]): Problem {
  const body: Problem = { type: `urn:kaikudesk:problem:${code}`, title, status: PROBLEMS[code], code };
  return where === undefined ? body : { ...body, where };
}
