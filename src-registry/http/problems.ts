/** Problems as answers: problem+json (RFC 9457), never with a value from the request. */
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { CodedError } from '../../src-shared/kernel/result.ts';
import { problem, type Problem, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { codeOf } from '../start-failure.ts';

const TITLES: Record<ProblemCode, string> = {
  'request.malformed': 'The request does not fit the contract',
  'cursor.invalid': 'The cursor is not one of this registry: begin anew',
  'auth.required': 'A bearer token is needed',
  'auth.invalid': 'Name, password or token is not known',
  'desk.revoked': 'The desk has been revoked: it may deliver, and nothing else',
  'auth.forbidden': 'This is not for the caller',
  'auth.password-change-needed': 'Set a password of your own first',
  'request.not-found': 'There is nothing here',
  'snapshot.none': 'No card list has been published yet',
  'performance.unknown': 'The site sells no such performance',
  'card.unknown': 'There is no such card',
  'card.malformed': 'This cannot be a card code',
  'batch.unknown': 'There is no such batch',
  'site.not-distributor': 'The site does not hand out cards',
  'card.exists': 'A card with this code is registered already',
  'card.id-taken': 'The id belongs to another card',
  'card.holder-too-young': 'The holder is too young',
  'card.dates-unlawful': 'A card cannot be valid on these days',
  'card.value-unknown': 'The value is not on its list',
  'card.out-of-use': 'The card is out of use for good',
  'card.not-personal': 'Only a personal card has this',
  'card.background-gone': 'The card has no background any more',
  'card.not-withdrawable': 'Only a card that was registered today and never used can be withdrawn',
  'batch.code-known': 'One of the codes is in another batch',
  'card.lookup-limited': 'Too many codes that are not there: wait',
  'epoch.unknown': 'The desk has no such epoch',
  'epoch.frozen': 'The epoch is frozen: start a new one',
  'request.too-large': 'The request is too large',
  'auth.throttled': 'Too many failed log-ins: wait',
  'password.wrong': 'The present password is another one',
  'password.too-short': 'A password has ten characters at least',
  'password.too-common': 'This password is one of the commonest: it would be guessed first',
  'password.like-names': 'A password must not hold the name of the site or of the user',
  'password.same': 'The new password is the present one',
  'network.unknown': 'There is no such network',
  'organisation.unknown': 'There is no such organisation',
  'site.unknown': 'There is no such site',
  'user.unknown': 'There is no such user',
  'desk.unknown': 'There is no such desk',
  'network.name-taken': 'Another network has this name',
  'site.login-taken': 'Another site logs in with this name',
  'site.not-an-agent': 'That site is no ticket agent, or closed',
  'user.login-taken': 'The site has or had a user with this name',
  'user.closed': 'The user has been closed: add a new one',
  'server.error': 'The registry failed',
  'server.unavailable': 'The registry is not available just now',
  'agent.unknown': 'The organiser has named no such agent',
  'acquisition.unknown': 'There is no such entry',
  'share.no-cap': 'The performance has no cap to share',
  'share.too-large': 'The cap has fewer places left',
  'report.agreed-otherwise': 'Somebody else was agreed on to check and import this agent’s reports',
  'rule-set.begun': 'Only a rule set of which the first day is still to come can be set',
  'report.known': 'Another report said exactly the same',
  'paper.outside-window': 'It is too old to be entered, not yet, or after the end of the performance',
  'file.unreadable': 'The file cannot be read as what it should be',
  'key.not-next': 'This is not the generation that comes next',
  'key.desks-without': 'Some desks have not fetched the key yet',
  'batch.id-taken': 'The id belongs to another batch',
  'site.offer-unlawful': 'Coming performances would be unlawful of this type: change their limits first',
  'user.last-administrator': 'Nobody else could administer the registry',
};

const THROTTLED_SECONDS = 900;
const MOST_PLACES = 10;

/** Answers with a problem; of an error's parameters `why` and `retryAfterSeconds` are told. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  where?: string[],
  { why, retryAfterSeconds }: CodedError['parameters'] = {},
): FastifyReply {
  const body: Problem = {
    ...problem(code, TITLES[code], where),
    ...(typeof why === 'string' ? { why } : {}),
  };
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (code === 'auth.throttled') void reply.header('retry-after', THROTTLED_SECONDS);
  if (code === 'server.unavailable') void reply.header('retry-after', 1);
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Where a request does not fit, as dotted paths. */
export function placesOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => issue.path.map(String).join('.')))].slice(0, MOST_PLACES);
}

/**
 * PostgreSQL is away or going away (SQLSTATE classes 08, 53 and 57), only a standby is left (25006), a transaction waited
 * too long (25P03) or lost against others again and again (40001, 40P01), or the connection broke.
 */
const UNAVAILABLE =
  /^(?:08|53|57)|^25(?:006|P03)$|^40(?:001|P01)$|^ECONN(?:REFUSED|RESET)$|^E(?:PIPE|TIMEDOUT|HOSTUNREACH|AI_AGAIN)$/;
/**
 * A value that PostgreSQL cannot take (SQLSTATE): characters, forms, numbers and days out of range. The contract refuses
 * such values already; what it forgets is the caller's mistake all the same.
 */
const MALFORMED = /^22(?:003|007|008|021|P02|P05)$/;
/** What pg says without a code of a connection that is gone, or that could not be had in time. */
const BROKEN = /^(?:Connection terminated|Client has encountered a connection error|timeout e(?:xceeded|xpired))/;

/** The problem that a thrown error becomes; `server.error` is a bug and has to be looked into. */
export function problemOf(error: unknown): ProblemCode {
  const code = codeOf(error);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'request.too-large';
  if (code.startsWith('FST_ERR_CTP_') || statusOf(error) === 400 || MALFORMED.test(code)) return 'request.malformed';
  // A part of a path that is too long to be the name of anything.
  if (statusOf(error) === 414) return 'request.not-found';
  const broken = error instanceof Error && BROKEN.test(error.message);
  return broken || UNAVAILABLE.test(code) ? 'server.unavailable' : 'server.error';
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
}
