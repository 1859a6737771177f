import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NetworkFailure, type NetworkRequest } from '../../src-shared/kernel/ports.ts';
import { axiosNetwork, cuttable } from '../../src-main/sync/axios-network.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { reply, scriptedServer, type ScriptedServer } from './scripted-server.ts';

function get(url: string, signal?: AbortSignal): NetworkRequest {
  const request = { method: 'GET' as const, url, headers: {}, body: null, timeoutMilliseconds: 10_000 };
  return signal === undefined ? request : { ...request, signal };
}

/** A server that keeps the answers of its requests for the test to go on with. */
async function holdingServer(): Promise<{ server: ScriptedServer; next: () => Promise<ServerResponse> }> {
  const held: ServerResponse[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = await scriptedServer((_request, response) => {
    held.push(response);
    arrived.resolve();
  });
  return {
    server,
    async next() {
      await arrived.promise;
      arrived = Promise.withResolvers();
      return held.shift()!;
    },
  };
}

/** What a promise is rejected with. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

const nothing = { onHead() {}, onBytes() {} };

describe('send', () => {
  test('gives status, headers and bytes of any answer', async () => {
    const server = await scriptedServer(reply(418, 'Text/Plain', 'kettle'));
    const answer = await axiosNetwork(new VirtualTime()).send({
      ...get(`${server.url}/pot`),
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-one': '1' },
      body: '{"a":1}',
    });
    expect(answer.status).toBe(418);
    expect(answer.headers['content-type']).toBe('Text/Plain');
    expect(Buffer.from(answer.body).toString()).toBe('kettle');
    expect(server.requests).toMatchObject([
      { method: 'POST', url: '/pot', body: '{"a":1}', headers: { 'x-one': '1' } },
    ]);
  });

  test('follows no redirect', async () => {
    const server = await scriptedServer((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const answer = await axiosNetwork(new VirtualTime()).send(get(server.url));
    expect([answer.status, server.requests.length]).toEqual([302, 1]);
  });

  test('takes no proxy from the environment', async () => {
    const server = await scriptedServer(reply(200, 'text/plain', 'direct'));
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) {
      const before = process.env[name];
      process.env[name] = 'http://127.0.0.1:1';
      onTestFinished(() => {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      });
    }
    expect((await axiosNetwork(new VirtualTime()).send(get(server.url))).status).toBe(200);
  });

  test('keeps the connection for the next request', async () => {
    const server = await scriptedServer(reply(200, 'text/plain', 'again'));
    const network = axiosNetwork(new VirtualTime());
    for (let count = 0; count < 3; count += 1) await network.send(get(server.url));
    expect([server.requests.length, server.connections()]).toEqual([3, 1]);
  });

  test.each([
    ['a refused connection', async (server: ScriptedServer) => server.stop()],
    [
      'a connection that is cut before the answer',
      async (server: ScriptedServer) => server.script((request) => request.socket.destroy()),
    ],
    [
      'half an answer',
      async (server: ScriptedServer) =>
        server.script((_request, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('half', () => response.destroy());
        }),
    ],
    [
      'an answer that is cut between its chunks',
      async (server: ScriptedServer) =>
        server.script((_request, response) => {
          response.writeHead(200);
          response.write('half', () => response.destroy());
        }),
    ],
    [
      'what is no HTTP',
      async (server: ScriptedServer) => server.script((request) => request.socket.end('SSH-2.0-OpenSSH\r\n')),
    ],
    [
      'an answer without end',
      async (server: ScriptedServer) =>
        server.script((_request, response) => {
          const chunk = Buffer.alloc(1024 * 1024);
          const more = (): void => void response.write(chunk, (error) => error ?? more());
          more();
        }),
    ],
  ])('fails on %s', async (_what, prepare) => {
    const server = await scriptedServer(reply(200, 'text/plain', 'fine'));
    const network = axiosNetwork(new VirtualTime());
    await prepare(server);
    await expect(network.send(get(server.url))).rejects.toThrow(NetworkFailure);
  });

  test('fails when the answer is not whole in time, however steadily it drips', async () => {
    const time = new VirtualTime();
    const { server, next } = await holdingServer();
    const sent = failureOf(axiosNetwork(time).send(get(server.url)));
    const response = await next();
    response.writeHead(200);
    for (let second = 0; second < 10; second += 1) {
      response.write('.');
      await time.pass(999);
    }
    await time.pass(10);
    expect(await sent).toBeInstanceOf(NetworkFailure);
  });

  test('fails when packets are swallowed without a close', async () => {
    const time = new VirtualTime();
    const { server, next } = await holdingServer();
    const sent = failureOf(axiosNetwork(time).send(get(server.url)));
    await next();
    await time.pass(10_000);
    expect(await sent).toBeInstanceOf(NetworkFailure);
  });

  test('stops when it is told to', async () => {
    const { server, next } = await holdingServer();
    const stop = new AbortController();
    const sent = failureOf(axiosNetwork(new VirtualTime()).send(get(server.url, stop.signal)));
    const response = await next();
    const closed = new Promise((resolve) => response.on('close', resolve));
    stop.abort();
    expect(await sent).toBeInstanceOf(NetworkFailure);
    await closed;
    await expect(axiosNetwork(new VirtualTime()).send(get(server.url, stop.signal))).rejects.toThrow(NetworkFailure);
  });
});

describe('stream', () => {
  test('hands on head and bytes as they come, and ends when the answer does', async () => {
    const time = new VirtualTime();
    const { server, next } = await holdingServer();
    const seen: string[] = [];
    let arrived = Promise.withResolvers<void>();
    const streamed = axiosNetwork(time).stream(get(server.url), {
      onHead: ({ status }) => seen.push(`head ${status}`),
      onBytes(bytes) {
        seen.push(Buffer.from(bytes).toString());
        arrived.resolve();
      },
    });
    const response = await next();
    response.writeHead(200);
    for (const part of ['one', 'two', 'three']) {
      arrived = Promise.withResolvers();
      response.write(part);
      await arrived.promise;
      // Each silence counts by itself: together they are longer than the time-out.
      await time.pass(6_000);
    }
    response.end();
    await streamed;
    expect(seen).toEqual(['head 200', 'one', 'two', 'three']);
  });

  test('fails when it is silent for longer than the time-out', async () => {
    const time = new VirtualTime();
    const { server, next } = await holdingServer();
    const opened = Promise.withResolvers<void>();
    const streamed = failureOf(
      axiosNetwork(time).stream(get(server.url), { onHead() {}, onBytes: () => opened.resolve() }),
    );
    (await next()).writeHead(200).write('beat');
    await opened.promise;
    await time.pass(10_000);
    expect(await streamed).toBeInstanceOf(NetworkFailure);
  });

  test('fails when it breaks', async () => {
    const { server, next } = await holdingServer();
    const streamed = failureOf(axiosNetwork(new VirtualTime()).stream(get(server.url), nothing));
    const response = await next();
    response.writeHead(200);
    response.write('beat', () => response.destroy());
    expect(await streamed).toBeInstanceOf(NetworkFailure);
  });
});

describe('a network that can be cut', () => {
  test('fails every call and every open one while it is cut, and none afterwards', async () => {
    const { server, next } = await holdingServer();
    const network = cuttable(axiosNetwork(new VirtualTime()));
    const sent = failureOf(network.send(get(server.url)));
    await next();
    const streamed = failureOf(network.stream(get(server.url), nothing));
    await next();
    network.cut(true);
    for (const failure of await Promise.all([sent, streamed])) expect(failure).toBeInstanceOf(NetworkFailure);
    await expect(network.send(get(server.url))).rejects.toThrow(NetworkFailure);
    expect(server.requests).toHaveLength(2);
    network.cut(false);
    server.script(reply(200, 'text/plain', 'back'));
    expect((await network.send(get(server.url))).status).toBe(200);
  });
});
