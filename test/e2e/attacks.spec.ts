/** What is not the contract gets a coded error, and the desk goes on. */
import { request as httpRequest } from 'node:http';
import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { openDeskSocket } from './desk-socket.ts';
import { isReady } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder, type Part, type RegistryPart } from './processes.ts';

let registry: RegistryPart;
let desk: Part;

test.beforeAll(async () => {
  registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
  desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
});

test.afterAll(async () => {
  await desk?.stop();
  await registry?.stop();
});

/** Opens a socket by hand; resolves with how it ended. */
function closedWith(origin: string, host: string | null, first: string | null): Promise<number> {
  const { host: address } = new URL(desk.url);
  const socket = new WebSocket(`ws://${address}/desk`, { origin, headers: host === null ? {} : { host } });
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => first !== null && socket.send(first));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => {});
  });
}

test('a wrong Origin, a wrong Host, a wrong token and a token in the wrong shape are turned away', async () => {
  const { host, hash } = new URL(desk.url);
  const token = JSON.stringify({ token: hash.replace('#token=', '') });
  expect(await closedWith('http://127.0.0.1:1', null, token)).toBe(403);
  expect(await closedWith(`http://localhost:${new URL(desk.url).port}`, null, token)).toBe(403);
  expect(await closedWith(`http://${host}`, 'desk.example', token)).toBe(403);
  expect(await closedWith(`http://${host}`, null, JSON.stringify({ token: 'wrong' }))).toBe(4401);
  expect(await closedWith(`http://${host}`, null, 'not JSON')).toBe(4401);
});

test('a page asked for under another host name is not served (DNS rebinding)', async () => {
  const { hostname, port } = new URL(desk.url);
  const status = await new Promise((resolve) => {
    httpRequest({ hostname, port, headers: { host: 'desk.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(421);
});

test('the screen is served under a strict policy, without the token', async () => {
  const { origin } = new URL(desk.url);
  const response = await fetch(origin);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).not.toContain(new URL(desk.url).hash.slice(7));
});

test('a malformed body and an unknown command are coded errors, and the next command works', async () => {
  const { host, hash } = new URL(desk.url);
  const socket = new WebSocket(`ws://${host}/desk`, { origin: `http://${host}` });
  const replies: { id: number; ok?: boolean; error?: { code: string } }[] = [];
  const answered = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if ('ok' in message) replies.push(message);
      if (replies.length === 5) resolve();
    });
  });
  socket.on('open', () => {
    socket.send(JSON.stringify({ token: hash.replace('#token=', '') }));
    socket.send('{"half":');
    socket.send(JSON.stringify({ id: 1, command: 'desk.shutdown', payload: null }));
    socket.send(JSON.stringify({ id: 2, command: 'desk.scan', payload: { text: 7 } }));
    socket.send(JSON.stringify({ id: 3, command: 'constructor', payload: null }));
    socket.send(JSON.stringify({ id: 4, command: 'desk.state', payload: null }));
  });
  await answered;
  socket.close();
  const codeOf = (id: number) => replies.find((reply) => reply.id === id)?.error?.code;
  expect(codeOf(-1)).toBe('contract.malformed');
  expect(codeOf(1)).toBe('contract.unknown-command');
  expect(codeOf(2)).toBe('contract.malformed');
  expect(codeOf(3)).toBe('contract.unknown-command');
  expect(replies.find((reply) => reply.id === 4)?.ok).toBe(true);
});

test('the registry answers what is not its contract with coded problems, and serves on', async () => {
  const codeOf = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(`${registry.url}${path}`, init);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return String(((await response.json()) as { code: unknown }).code);
  };
  const post = (body: string): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect(await codeOf('/v1/sessions', post('{"half":'))).toBe('request.malformed');
  expect(await codeOf('/v1/sessions', post('{"site":1}'))).toBe('request.malformed');
  expect(await codeOf('/v1/sessions', post('{"site":"teatteri","password":"wrong"}'))).toBe('auth.invalid');
  expect(await codeOf('/v1/no-such-thing')).toBe('request.not-found');
  expect(await codeOf('/v1/desk')).toBe('auth.required');
  expect(await codeOf('/v1/desk', { headers: { authorization: 'Bearer wrong' } })).toBe('auth.invalid');
  expect((await fetch(`${registry.url}/v1/health`)).ok).toBe(true);
});

test('neither program ever writes a card code where it can be read later', async () => {
  const socket = await openDeskSocket(desk.url);
  const state = await socket.until(isReady);
  await socket.call('desk.pick', { performanceId: state.performances[0]?.performance.id ?? null });
  await socket.call('desk.scan', { text: 'A045198723', source: 'typed' });
  await socket.until((now) => now.shown !== null);
  expect(desk.said()).not.toContain('A045198723');
  expect(registry.said()).not.toContain('A045198723');
  socket.close();
});
