/** Ways of breaking the contract, each with the check that must find it. */
import { randomUUID } from 'node:crypto';
import { edit, type DefectKind, type Message, type Request } from './proxy.ts';

type Json = Record<string, unknown>;

const on =
  (method: string, path: string, change: (answer: Message, request: Request) => void) =>
  (answer: Message, request: Request): void => {
    if (request.method === method && request.path.split('?')[0] === path && answer.status === 200) {
      change(answer, request);
    }
  };

const isFile = (request: Request): boolean => request.path.startsWith('/v1/snapshots/');

/** Gives the request another value in its body. */
function replaceInBody(request: Request, path: string, name: string, value: () => unknown): void {
  if (request.path !== path || request.body.length === 0) return;
  request.body = Buffer.from(
    JSON.stringify({ ...(JSON.parse(request.body.toString('utf8')) as Json), [name]: value() }),
  );
}

export const DEFECT_KINDS: readonly DefectKind[] = [
  {
    name: 'a field of an answer is missing',
    check: 'health answers as the contract has it',
    answer: on('GET', '/v1/health', (answer) => edit(answer, (json) => void delete json['status'])),
  },
  {
    name: 'the clock is an hour slow',
    check: 'its clock is right',
    answer: on('GET', '/v1/health', (answer) =>
      edit(answer, (json) => ({ ...json, serverTime: new Date(Date.now() - 3_600_000).toISOString() })),
    ),
  },
  {
    name: 'a call is missing from the document',
    check: 'openapi.json is 3.1 and has every call of this version',
    answer: on('GET', '/openapi.json', (answer) =>
      edit(answer, (json) => void delete (json['paths'] as Json)['/v1/leases']),
    ),
  },
  {
    name: 'a refusal is a page',
    check: 'every call that is for somebody is refused without a token (401)',
    answer(answer) {
      if (answer.status === 401)
        Object.assign(answer, { body: Buffer.from('<h1>No</h1>') }).headers['content-type'] = 'text/html';
    },
  },
  {
    name: '401 does not say how to authenticate',
    check: 'every call that is for somebody is refused without a token (401)',
    answer: (answer) => void delete answer.headers['www-authenticate'],
  },
  {
    name: 'a call lets everybody in',
    check: 'every call that is for somebody is refused with a token that nobody has (401)',
    answer(answer, { path }) {
      if (path !== '/v1/snapshot' || answer.status !== 401) return;
      Object.assign(answer, { status: 200, body: Buffer.from('{}') }).headers['content-type'] = 'application/json';
    },
  },
  {
    name: 'a problem’s status is not its code’s',
    check: 'users are refused what is for desks (403)',
    answer(answer) {
      if (answer.status === 403) edit(answer, (json) => ({ ...json, code: 'auth.invalid' }));
    },
  },
  {
    name: 'what was sent is repeated',
    check: 'a body that does not fit is a problem with 400 that says where, and repeats nothing',
    answer(answer, { body }) {
      if (answer.status === 400) edit(answer, (json) => ({ ...json, detail: body.toString('utf8') }));
    },
  },
  {
    name: 'large bodies are called malformed',
    check: 'a body that is too large is a problem with 413',
    request(request) {
      if (request.body.length > 1_000_000) request.body = Buffer.from('{}');
    },
  },
  {
    name: 'every enrolment makes another desk',
    check: 'an enrolment that is repeated gives the same desk and a token that works',
    request: (request) => replaceInBody(request, '/v1/desks', 'requestId', randomUUID),
  },
  {
    name: 'every start of an epoch makes another one',
    check: 'an epoch that is started twice with one request is one, and the one before is frozen',
    request: (request) => replaceInBody(request, '/v1/epochs', 'requestId', randomUUID),
  },
  {
    name: 'answers may be cached',
    check: 'answers are kept by no cache on the way',
    answer: (answer) => void delete answer.headers['cache-control'],
  },
  {
    name: 'a page’s limit is passed over',
    check: 'feed performances: pages as asked for, replay harmless, an end',
    request: (request) => void (request.path = request.path.replace('limit=3', 'limit=5')),
  },
  {
    name: 'pages leave changes out',
    check: 'small pages and large ones hold the same, in the same order',
    answer: on('GET', '/v1/feeds/performances', (answer, { path }) => {
      if (path.includes('limit=7'))
        edit(answer, (json) => ({ ...json, changes: (json['changes'] as unknown[]).slice(1) }));
    }),
  },
  {
    name: 'an unknown cursor begins anew',
    check: 'a cursor that is damaged or another feed’s is a problem with 400',
    request: (request) => void (request.path = request.path.replace(/after=[^&]*/, '')),
  },
  {
    name: 'what comes again is recorded again',
    check: 'what is delivered is recorded, and what comes again is recorded already, with the same conflicts',
    answer: on('POST', '/v1/events', (answer) => {
      answer.body = Buffer.from(answer.body.toString('utf8').replaceAll('"already-recorded"', '"recorded"'));
    }),
  },
  {
    name: 'conflicts are kept quiet',
    check: 'a use with a card that nobody has is recorded with a conflict',
    answer: on('POST', '/v1/events', (answer) => {
      answer.body = Buffer.from(answer.body.toString('utf8').replaceAll('"recorded-with-conflict"', '"recorded"'));
    }),
  },
  {
    name: 'answers are in another order',
    check: 'answers come in the items’ order, and a bad item blocks no other',
    answer: on('POST', '/v1/events', (answer) =>
      edit(answer, (json) => ({ ...json, answers: (json['answers'] as unknown[]).toReversed() })),
    ),
  },
  {
    name: 'a fork is kept quiet',
    check: 'a sequence that is used twice is recorded, and says that the epoch is forked',
    answer: on('POST', '/v1/events', (answer) => edit(answer, (json) => ({ ...json, forked: false }))),
  },
  {
    name: 'push says nothing',
    check: 'a use is in the feed of uses, and push tells of it',
    silent: true,
  },
  {
    name: 'a repeated request for places grants more',
    check: 'granted is absolute: it only grows, and a repeated request grants nothing more',
    request: (request) => replaceInBody(request, '/v1/leases', 'requestId', randomUUID),
  },
  {
    name: 'more is granted than the cap',
    check: 'all desks together are never granted more than the cap',
    answer: on('POST', '/v1/leases', (answer) => edit(answer, (json) => ({ ...json, granted: 1_000 }))),
  },
  {
    name: 'a manifest is not what was signed',
    check: 'the card list’s manifest is signed with a key of the enrolment',
    answer: on('GET', '/v1/snapshot', (answer) =>
      edit(answer, (json) => ({ ...json, cards: Number(json['cards']) + 1 })),
    ),
  },
  {
    name: 'a byte of the card list is another one',
    check: 'the card list’s file is what its manifest says: hash, lengths, SQLite',
    answer(answer, request) {
      if (isFile(request) && answer.body.length > 100) answer.body[50] = (answer.body[50] ?? 0) ^ 1;
    },
  },
  {
    name: 'the card list has no ETag',
    check: 'the card list’s file has an ETag, is kept for ever, and is not sent to who has it (304)',
    answer: (answer) => void delete answer.headers['etag'],
  },
  {
    name: 'ranges are passed over',
    check: 'the card list’s file is sent in parts (206), and none beyond its end (416)',
    request: (request) => void delete request.headers['range'],
  },
  {
    name: 'the feed of cards leaves the last change of its first page out',
    check: 'the card list and the changes after it hold what the whole feed of cards holds',
    answer: on('GET', '/v1/feeds/cards', (answer, { path }) => {
      if (!path.includes('after='))
        edit(answer, (json) => ({ ...json, changes: (json['changes'] as unknown[]).slice(0, -1) }));
    }),
  },
];
