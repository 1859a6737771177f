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
  'card.malformed': 400,
  'batch.unknown': 404,
  'site.not-distributor': 409,
  'card.exists': 409,
  'card.id-taken': 409,
  'card.holder-too-young': 409,
  'card.dates-unlawful': 409,
  'card.value-unknown': 409,
  'card.out-of-use': 409,
  'card.not-personal': 409,
  'card.background-gone': 409,
  'card.not-withdrawable': 409,
  'batch.code-known': 409,
  'card.lookup-limited': 429,
  'epoch.unknown': 409,
  'epoch.frozen': 409,
  'request.too-large': 413,
  'auth.throttled': 429,
  'password.wrong': 403,
  'password.too-short': 400,
  'password.too-common': 400,
  'password.like-names': 400,
  'password.same': 400,
  'network.unknown': 404,
  'organisation.unknown': 404,
  'site.unknown': 404,
  'user.unknown': 404,
  'desk.unknown': 404,
  'network.name-taken': 409,
  'site.login-taken': 409,
  'site.not-an-agent': 409,
  'user.login-taken': 409,
  'user.closed': 409,
  'server.error': 500,
  'server.unavailable': 503,
  'agent.unknown': 404,
  'acquisition.unknown': 404,
  'share.no-cap': 409,
  'share.too-large': 409,
  'report.agreed-otherwise': 409,
  'report.known': 409,
  'rule-set.begun': 409,
  'paper.outside-window': 409,
  'file.unreadable': 400,
  'key.not-next': 409,
  'key.desks-without': 409,
  'batch.id-taken': 409,
  'user.last-administrator': 409,
  'site.offer-unlawful': 409,
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
  /** A stable word that says more: why a text is no card code, which field's value is not on its list, which report is known, which performances are unlawful. */
  why: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A problem's body. */
export function problem(code: ProblemCode, title: string, where?: string[]): Problem {
  const body: Problem = { type: `urn:kaikudesk:problem:${code}`, title, status: PROBLEMS[code], code };
  return where === undefined ? body : { ...body, where };
}
