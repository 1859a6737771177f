import { describe, expect, test } from 'vitest';
import { problem, PROBLEMS, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { News } from '../../src-shared/registry-api/bodies/feeds.ts';
import { axiosNetwork } from '../../src-main/sync/axios-network.ts';
import { createRegistryClient, type RegistryClient } from '../../src-main/sync/registry-client.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { reply, replyJson, scriptedServer, type Script } from './scripted-server.ts';

const HEALTH = { status: 'ok', serverTime: '2026-06-01T12:00:00.000Z' };
const NOT_THE_CONTRACT = { ok: false, error: { code: 'registry.not-the-contract', parameters: {} } };
const UNREACHABLE = { ok: false, error: { code: 'registry.unreachable', parameters: {} } };
const never = new AbortController().signal;

function clientOf(baseUrl: string): RegistryClient {
  return createRegistryClient({ network: axiosNetwork(new VirtualTime()), baseUrl, token: 'secret' });
}

describe('call', () => {
  test('makes the request that the table says, and gives the answer that the schema read', async () => {
    const server = await scriptedServer(
      replyJson({ changes: [], cursor: 'c 2', more: false, serverTime: HEALTH.serverTime }),
    );
    const client = clientOf(`${server.url}/registry/`);
    const page = await client.call('uses', { query: { after: 'c 1&x', limit: 10 } });
    expect(page).toMatchObject({ ok: true, value: { cursor: 'c 2', more: false } });
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        url: '/registry/v1/feeds/uses?after=c+1%26x&limit=10',
        headers: { authorization: 'Bearer secret' },
        body: '',
      },
    ]);
  });

  test('never puts a card code into a URL', async () => {
    const server = await scriptedServer(reply(500, 'text/html', ''));
    await clientOf(server.url).call('demoCard', { body: { code: 'A045198723', action: 'end' } });
    expect(server.requests.map(({ url, body }) => [url, body])).toEqual([
      ['/v1/demo/cards', '{"code":"A045198723","action":"end"}'],
    ]);
  });

  test.each<[string, Script]>([
    ['an HTML page with 200', reply(200, 'text/html', '<!doctype html>')],
    ['an HTML page with 503', reply(503, 'text/html', '<!doctype html>')],
    ['JSON under another type', reply(200, 'text/html', JSON.stringify(HEALTH))],
    ['JSON without a type', (_request, response) => void response.writeHead(200).end(JSON.stringify(HEALTH))],
    ['truncated JSON', reply(200, 'application/json', JSON.stringify(HEALTH).slice(0, -3))],
    ['an empty answer', reply(200, 'application/json', '')],
    ['another shape', replyJson({ status: 'fine' })],
    [
      'bytes that are no UTF-8',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22]));
      },
    ],
    ['a redirect', (_request, response) => void response.writeHead(302, { location: '/v1/health' }).end()],
    ['no content', (_request, response) => void response.writeHead(204).end()],
    ['an error in JSON that is no problem', reply(500, 'application/json', '{"error":"no"}')],
    ['a problem whose code nobody knows', reply(500, 'application/problem+json', '{"code":"server.tired"}')],
    ['a problem with 200', reply(200, 'application/problem+json', JSON.stringify(problem('server.error', 'Error')))],
  ])('takes %s for what it is: not the contract (field lesson 14)', async (_what, script) => {
    const server = await scriptedServer(script);
    expect(await clientOf(server.url).call('health', {})).toEqual(NOT_THE_CONTRACT);
  });

  test.each(Object.keys(PROBLEMS) as ProblemCode[])('hands the problem %s on', async (code) => {
    const server = await scriptedServer(
      reply(PROBLEMS[code], 'application/problem+json; charset=utf-8', JSON.stringify(problem(code, 'Problem'))),
    );
    expect(await clientOf(server.url).call('desk', { query: {} })).toEqual({
      ok: false,
      error: { code: 'registry.problem', parameters: { problem: code } },
    });
  });

  test.each<[string, Script]>([
    ['nobody answers', (request) => void request.socket.destroy()],
    [
      'half of the answer comes',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('says unreachable when %s', async (_what, script) => {
    const server = await scriptedServer(script);
    expect(await clientOf(server.url).call('health', {})).toEqual(UNREACHABLE);
  });
});

describe('download', () => {
  const file = Buffer.from('a snapshot');

  test('gives the bytes', async () => {
    const server = await scriptedServer(reply(200, 'application/octet-stream', file.toString()));
    const answer = await clientOf(server.url).download('ab12', file.length, never);
    expect(answer.ok && Buffer.from(answer.value).equals(file)).toBe(true);
    expect(server.requests[0]?.url).toBe('/v1/snapshots/ab12');
  });

  test.each<[string, Script]>([
    ['more bytes than announced', reply(200, 'application/octet-stream', 'a snapshot and more')],
    ['fewer bytes than announced', reply(200, 'application/octet-stream', 'a snap')],
    ['an HTML page', reply(200, 'text/html', 'a snapshot')],
    [
      'an endless error page',
      (_request, response) => {
        response.writeHead(500, { 'content-type': 'application/problem+json' });
        const more = (): void => void response.write(' '.repeat(10_000), (error) => error ?? more());
        more();
      },
    ],
  ])('refuses %s', async (_what, script) => {
    const server = await scriptedServer(script);
    expect(await clientOf(server.url).download('ab12', file.length, never)).toEqual(NOT_THE_CONTRACT);
  });

  test('hands a problem on, and says unreachable when it breaks off', async () => {
    const server = await scriptedServer(
      reply(404, 'application/problem+json', JSON.stringify(problem('request.not-found', 'None'))),
    );
    const client = clientOf(server.url);
    expect(await client.download('ab12', file.length, never)).toMatchObject({
      error: { parameters: { problem: 'request.not-found' } },
    });
    server.script((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.write('a sn', () => response.destroy());
    });
    expect(await client.download('ab12', file.length, never)).toEqual(UNREACHABLE);
  });
});

async function listenTo(script: Script): Promise<{ seen: unknown[]; error: unknown }> {
  const server = await scriptedServer(script);
  const seen: unknown[] = [];
  const error = await clientOf(server.url).listen(
    { onOpen: () => seen.push('open'), onSign() {}, onNews: (each) => seen.push(each) },
    never,
  );
  return { seen, error };
}

function events(text: string): Script {
  return reply(200, 'text/event-stream', text);
}

describe('listen', () => {
  const news: News = { streams: ['cards'], wanted: [], freed: ['01970000-0000-7000-8000-000000000003'] };

  test('hands news on, passes over heartbeats and other events, and ends as unreachable', async () => {
    const text = `: beat\n\nevent: weather\ndata: rain\n\nevent: news\ndata: ${JSON.stringify(news)}\n\n: beat\n\n`;
    expect(await listenTo(events(text))).toEqual({ seen: ['open', news], error: UNREACHABLE.error });
  });

  test('takes news with a field that is newer than this program', async () => {
    const { seen } = await listenTo(events(`event: news\ndata: ${JSON.stringify({ ...news, weather: 'rain' })}\n\n`));
    expect(seen).toEqual(['open', news]);
  });

  test('joins what was cut in the middle of a character', async () => {
    const bytes = Buffer.from(`: ä\n\nevent: news\ndata: ${JSON.stringify(news)}\n\n`);
    const { seen } = await listenTo((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(bytes.subarray(0, 3), () => response.end(bytes.subarray(3)));
    });
    expect(seen).toEqual(['open', news]);
  });

  test.each([
    ['news of another shape', 'event: news\ndata: {"streams":["weather"]}\n\n'],
    ['news that are no JSON', 'event: news\ndata: <html>\n\n'],
    ['an event without end', `data: ${'x'.repeat(2_000_000)}`],
  ])('breaks off at %s', async (_what, text) => {
    expect((await listenTo(events(text))).error).toEqual(NOT_THE_CONTRACT.error);
  });

  test('hands a problem on and takes a page for what it is, without ever being open', async () => {
    const revoked = JSON.stringify(problem('desk.revoked', 'Revoked'));
    expect(await listenTo(reply(401, 'application/problem+json', revoked))).toMatchObject({
      seen: [],
      error: { parameters: { problem: 'desk.revoked' } },
    });
    expect(await listenTo(reply(200, 'text/html', '<html>'))).toEqual({ seen: [], error: NOT_THE_CONTRACT.error });
  });
});
