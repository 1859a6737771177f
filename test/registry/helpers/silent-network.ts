/** A network before PostgreSQL that forgets connections without telling anybody. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SilentNetwork {
  /** PostgreSQL's address through it. */
  readonly url: string;
  /** How many connections have been made through it. */
  made(): number;
  /** What is open goes silent: nothing arrives, nothing is closed. */
  forget(): void;
  /** Cuts what is open; new connections are taken and stay silent. */
  cutAndSilence(): void;
  close(): Promise<void>;
}

/** Forwards a free port of 127.0.0.1 to the server of a PostgreSQL address. */
export async function silentNetwork(target: string): Promise<SilentNetwork> {
  const address = new URL(target);
  const port = Number(address.port);
  const open = new Set<{ readonly near: Socket; readonly far: Socket; forgotten: boolean }>();
  let silent = false;
  let made = 0;
  const server = createServer((near) => {
    made += 1;
    const one = { near, far: connect(port, '127.0.0.1'), forgotten: silent };
    open.add(one);
    const forward = (from: Socket, to: Socket): void => {
      from.on('data', (data) => one.forgotten || to.write(data));
      from.on('end', () => one.forgotten || to.end());
      from.on('error', () => to.destroy());
    };
    forward(near, one.far);
    forward(one.far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const { near, far } of open) [near, far].forEach((socket) => socket.destroy());
    open.clear();
  };
  return {
    url: address.href,
    made: () => made,
    forget() {
      for (const one of open) one.forgotten = true;
    },
    cutAndSilence() {
      silent = true;
      cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
