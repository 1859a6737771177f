/** A network between desk and registry that can be broken in the ways in which networks break. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type NetworkMode =
  | 'through'
  /** Connections are refused and open ones cut. */
  | 'cut'
  /** Packets vanish; nothing is ever closed. */
  | 'swallow'
  /** Somebody else answers: a login page of the house's network. */
  | 'html';

const PAGE = '<!doctype html><title>Sign in to the network</title><p>Welcome';
const HTML_ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${PAGE.length}\r\nConnection: close\r\n\r\n${PAGE}`;

export interface BreakableNetwork {
  readonly url: string;
  set(mode: NetworkMode): void;
  close(): Promise<void>;
}

/** Forwards a free port of 127.0.0.1 to `target`. */
export async function breakableNetwork(target: string): Promise<BreakableNetwork> {
  const { port } = new URL(target);
  let mode: NetworkMode = 'through';
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (mode === 'cut') return void near.resetAndDestroy();
    open.add(near);
    near.on('close', () => open.delete(near));
    near.on('error', () => near.destroy());
    const far = connect(Number(port), '127.0.0.1');
    open.add(far);
    far.on('close', () => open.delete(far));
    far.on('error', () => near.destroy());
    near.on('data', (data) => {
      if (mode === 'html') near.end(HTML_ANSWER);
      else if (mode === 'through') far.write(data);
    });
    far.on('data', (data) => {
      if (mode === 'through') near.write(data);
    });
    near.on('end', () => mode === 'through' && far.end());
    far.on('end', () => mode === 'through' && near.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      mode = next;
      // A swallowing network leaves everything open; the other changes begin with fresh connections.
      if (next !== 'swallow') for (const socket of open) socket.destroy();
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
