/** What can be asked of any registry without knowing anybody there. */
import type { Endpoint } from '../../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../../../src-shared/registry-api/endpoints.ts';
import { ask, Defect, expectProblem, must } from '../http.ts';
import type { Check } from '../check.ts';

const CLOCK_MILLISECONDS = 10_000;
const calls = Object.entries<Endpoint>(ENDPOINTS) as [EndpointName, Endpoint][];
const guarded = calls.filter(([, { access }]) => access !== 'public');
const isDesks = ({ access }: Endpoint): boolean => access === 'desk' || access === 'revoked-desk';
/** Something of the shape of a token that nobody has. */
const NO_TOKEN = 'A'.repeat(43);
const MARK = 'nobody-must-repeat-this';

export const ANYBODY_CHECKS: readonly Check[] = [
  {
    title: 'health answers as the contract has it',
    async run(registry) {
      await registry.call('health');
    },
  },
  {
    title: 'its clock is right',
    async run(registry) {
      for (let time = 0; time < 3; time++) {
        const before = Date.now();
        const { serverTime } = await registry.call('health');
        const off = Date.parse(serverTime) - (before + Date.now()) / 2;
        must(Math.abs(off) < CLOCK_MILLISECONDS, `serverTime is ${Math.round(off / 1_000)} s off this machine's clock`);
      }
    },
  },
  {
    title: 'openapi.json is 3.1 and has every call of this version',
    async run({ url }) {
      const { status, bytes } = await ask(url, '/openapi.json', {});
      must(status === 200, `/openapi.json: status ${status}`);
      let document: { openapi?: unknown; paths?: Record<string, Record<string, unknown>> };
      try {
        document = JSON.parse(bytes.toString('utf8')) as typeof document;
      } catch {
        throw new Defect('/openapi.json is not JSON');
      }
      must(typeof document.openapi === 'string' && document.openapi.startsWith('3.1.'), 'it is not OpenAPI 3.1');
      const missing = calls.filter(([, { method, path }]) => {
        const methods = document.paths?.[path.replaceAll(/:(\w+)/g, '{$1}')];
        return methods?.[method.toLowerCase()] === undefined;
      });
      must(missing.length === 0, `it lacks ${missing.map(([name]) => name).join(', ')}`);
    },
  },
  {
    title: 'every call that is for somebody is refused without a token (401)',
    async run(registry) {
      for (const [name] of guarded) {
        const answer = await registry.ask(name);
        expectProblem(name, answer, 401, 'auth.required');
        must(/^Bearer/i.test(answer.headers.get('www-authenticate') ?? ''), `${name}: 401 without WWW-Authenticate`);
      }
    },
  },
  {
    title: 'every call that is for somebody is refused with a token that nobody has (401)',
    async run(registry) {
      for (const [name] of guarded) {
        expectProblem(name, await registry.ask(name, { token: NO_TOKEN }), 401, 'auth.invalid');
      }
    },
  },
  {
    title: 'desks are refused what is for users (403)',
    async run(registry) {
      const { token } = await registry.desk();
      for (const [name] of guarded.filter(([, endpoint]) => !isDesks(endpoint))) {
        expectProblem(name, await registry.ask(name, { token }), 403, 'auth.forbidden');
      }
    },
  },
  {
    title: 'users are refused what is for desks (403)',
    async run(registry) {
      const token = await registry.session();
      for (const [name] of guarded.filter(([, endpoint]) => isDesks(endpoint))) {
        expectProblem(name, await registry.ask(name, { token }), 403, 'auth.forbidden');
      }
    },
  },
  {
    title: 'what there is not is a problem with 404',
    async run({ url }) {
      for (const path of ['/v1/nothing', '/', '/v1/health/more']) {
        expectProblem(path, await ask(url, path, {}), 404, 'request.not-found');
      }
    },
  },
  {
    title: 'a body that does not fit is a problem with 400 that says where, and repeats nothing',
    async run({ url }) {
      const bodies: readonly [string, unknown, Record<string, string>][] = [
        ['broken JSON', '{"site":', {}],
        ['no JSON', 'site=x', { 'content-type': 'application/x-www-form-urlencoded' }],
        ['another type', { site: [MARK], password: 1 }, {}],
        ['a field too many', { site: 'x', password: 'x', [MARK]: MARK }, {}],
        ['no fields', {}, {}],
      ];
      for (const [what, body, headers] of bodies) {
        const answer = await ask(url, '/v1/sessions', { body, headers });
        expectProblem(what, answer, 400, 'request.malformed');
        must(!answer.bytes.includes(MARK), `${what}: the problem repeats what was sent`);
      }
    },
  },
  {
    title: 'a body that is too large is a problem with 413',
    async run({ url }) {
      const body = JSON.stringify({ site: 'x'.repeat(1_100_000), password: 'x' });
      expectProblem('a large body', await ask(url, '/v1/sessions', { body }), 413, 'request.too-large');
    },
  },
  {
    title: 'a wrong password and an unknown site are the same problem (401)',
    async run(registry) {
      const { site } = registry.login();
      const wrong = { site, user: MARK, password: MARK };
      expectProblem('a wrong password', await registry.ask('login', { body: wrong }), 401, 'auth.invalid');
      const unknown = { ...wrong, site: MARK };
      expectProblem('an unknown site', await registry.ask('login', { body: unknown }), 401, 'auth.invalid');
    },
  },
];
