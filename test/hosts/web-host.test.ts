/** The web host under peers that speak no WebSocket: what they do to their connection must not touch the desk. */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startWebHost, type WebHost } from '../../src-main/hosts/web/server.ts';

async function webHost(): Promise<WebHost> {
  const files = mkdtempSync(join(tmpdir(), 'kaikudesk-hosts-'));
  writeFileSync(join(files, 'index.html'), 'the screen');
  return startWebHost({ port: 0, files, answer: () => Promise.reject(new Error()), onState: () => () => {} });
}

/** Asks for a socket as a page of that origin would. The peer closes nothing by itself. */
function upgrading(host: WebHost, origin: string): Socket {
  const { hostname, port, host: authority } = new URL(host.url);
  const peer = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  peer.on('error', () => {});
  peer.write(
    [
      'GET /desk HTTP/1.1',
      `Host: ${authority}`,
      `Origin: ${origin}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '\r\n',
    ].join('\r\n'),
  );
  onTestFinished(() => void peer.destroy());
  return peer;
}

/** What would end the process, were this not a test. */
function noteUncaught(): unknown[] {
  const uncaught: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => void uncaught.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  });
  return uncaught;
}

test.each(['refused', 'accepted'])('a peer that resets its %s connection ends nothing', async (how) => {
  const uncaught = noteUncaught();
  const host = await webHost();
  onTestFinished(() => host.close());
  const origin = how === 'accepted' ? new URL(host.url).origin : 'http://127.0.0.1:1';
  for (let count = 0; count < 20; count += 1) {
    const peer = upgrading(host, origin);
    await once(peer, 'connect');
    // At once, and after the answer.
    if (count % 2 === 1) await once(peer, 'data');
    peer.resetAndDestroy();
  }
  await sleep(50);
  expect(await (await fetch(new URL(host.url).origin)).text()).toBe('the screen');
  expect(uncaught).toEqual([]);
});

test.each(['refused', 'accepted'])(
  'a peer that never closes its %s connection does not hold up the end',
  async (how) => {
    const host = await webHost();
    const peer = upgrading(host, how === 'accepted' ? new URL(host.url).origin : 'http://127.0.0.1:1');
    const [answer] = await once(peer, 'data');
    expect(String(answer)).toMatch(how === 'accepted' ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.1 403 Forbidden\r\n/);
    const ended = host.close().then(() => 'ended');
    expect(await Promise.race([ended, sleep(3_000, 'waits')])).toBe('ended');
  },
);
