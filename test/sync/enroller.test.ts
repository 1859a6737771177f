import { expect, test } from 'vitest';
import { problem, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { axiosNetwork } from '../../src-main/sync/axios-network.ts';
import { createEnroller } from '../../src-main/sync/enroller.ts';
import { EPOCH } from '../simulation/memory-desk.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { reply, replyJson, scriptedServer, type Script } from './scripted-server.ts';

const site = { id: EPOCH, login: 'theatre', name: 'Theatre', type: 'theatre' };
const login = replyJson({
  token: 'session',
  expiresAt: '2026-06-01T13:00:00.000Z',
  site,
  user: { id: EPOCH, login: 'main' },
  roles: ['culture-actor'],
  mustChangePassword: false,
});
const enrolment = {
  deskId: EPOCH,
  deskName: 'Door',
  site,
  token: 'desk',
  epoch: EPOCH,
  networkKeys: [{ generation: 1, key: 'AA==' }],
  sealingKey: 'AA==',
  signingKey: 'AA==',
  demo: true,
};

function refusing(code: ProblemCode): Script {
  const body = problem(code, 'Problem');
  return reply(body.status, 'application/problem+json', JSON.stringify(body));
}

async function enrol(scripts: { login: Script; enrol: Script }) {
  const server = await scriptedServer((request, response, body) => {
    (request.url === '/v1/sessions' ? scripts.login : scripts.enrol)(request, response, body);
  });
  const result = await createEnroller(axiosNetwork(new VirtualTime())).enrol({
    registryUrl: server.url,
    site: 'theatre',
    password: 'open sesame',
    deskName: 'Door',
    requestId: EPOCH,
  });
  return { result, requests: server.requests };
}

test('logs in, then enrols with the session that it got', async () => {
  const { result, requests } = await enrol({ login, enrol: replyJson(enrolment) });
  expect(result).toEqual({ ok: true, value: enrolment });
  expect(requests).toMatchObject([
    { method: 'POST', url: '/v1/sessions', body: '{"site":"theatre","password":"open sesame"}' },
    { method: 'POST', url: '/v1/desks', body: `{"requestId":"${EPOCH}","deskName":"Door"}` },
  ]);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer session']);
});

const fine = replyJson(enrolment);
const page = reply(200, 'text/html', '<html>');
const silence: Script = (request) => void request.socket.destroy();

test.each<[string, { login: Script; enrol: Script }, string]>([
  ['a wrong password', { login: refusing('auth.invalid'), enrol: fine }, 'registry.wrong-login'],
  ['too many attempts', { login: refusing('auth.throttled'), enrol: fine }, 'registry.throttled'],
  [
    'a temporary password',
    { login, enrol: refusing('auth.password-change-needed') },
    'registry.password-change-needed',
  ],
  ['any other refusal', { login: refusing('server.error'), enrol: fine }, 'registry.refused'],
  ['a page at the log-in', { login: page, enrol: fine }, 'registry.not-the-contract'],
  ['a page at the enrolment', { login, enrol: page }, 'registry.not-the-contract'],
  ['nobody there', { login: silence, enrol: fine }, 'registry.unreachable'],
  ['a refusal at the enrolment', { login, enrol: refusing('auth.forbidden') }, 'registry.refused'],
])('says what went wrong: %s', async (_what, scripts, code) => {
  const { result } = await enrol(scripts);
  expect(result).toMatchObject({ ok: false, error: { code } });
});
