/** The Network port on axios in Node, and a switch that cuts any network. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { create, type AxiosInstance, type AxiosResponse } from 'axios';
import {
  NetworkFailure,
  type Network,
  type NetworkRequest,
  type NetworkResponse,
  type StreamListener,
  type Timer,
} from '../../src-shared/kernel/ports.ts';
import { follow, watchdog } from './abort.ts';

/** An answer that is sent whole is never longer; a page of a feed is a hundredth of it. */
const MOST_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * Makes the port: connections are kept alive, no redirect is followed, no proxy is taken from the environment, nothing
 * is decompressed. `timer` measures the time-outs.
 */
export function axiosNetwork(timer: Timer): Network {
  const client = create({
    adapter: 'http',
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    proxy: false,
    maxRedirects: 0,
    decompress: false,
    responseType: 'stream',
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
  });

  return {
    async send(request) {
      const chunks: Uint8Array[] = [];
      let head: Omit<NetworkResponse, 'body'> | null = null;
      let length = 0;
      await exchange(client, timer, request, {
        wholeAnswer: true,
        onHead(given) {
          head = given;
        },
        onBytes(bytes) {
          length += bytes.length;
          if (length > MOST_ANSWER_BYTES) throw new NetworkFailure('answer too large');
          chunks.push(bytes);
        },
      });
      if (head === null) throw new NetworkFailure('no answer');
      const { status, headers }: Omit<NetworkResponse, 'body'> = head;
      return { status, headers, body: Buffer.concat(chunks, length) };
    },
    async stream(request, listener) {
      await exchange(client, timer, request, {
        wholeAnswer: false,
        onHead: (head) => listener.onHead(head),
        onBytes: (bytes) => listener.onBytes(bytes),
      });
    },
  };
}

interface Taker extends StreamListener {
  /** The time-out is for the whole answer, else for each silence. */
  readonly wholeAnswer: boolean;
}

async function exchange(client: AxiosInstance, timer: Timer, request: NetworkRequest, taker: Taker): Promise<void> {
  const stop = new AbortController();
  const unfollow = follow(request.signal, stop);
  const dog = watchdog(timer, request.timeoutMilliseconds, () => stop.abort());
  try {
    const response: AxiosResponse<Readable> = await client
      .request({
        method: request.method,
        url: request.url,
        headers: { 'accept-encoding': 'identity', ...request.headers },
        data: request.body ?? undefined,
        signal: stop.signal,
      })
      .catch(noAnswer);
    const body = response.data;
    try {
      taker.onHead({ status: response.status, headers: plainHeaders(response) });
      const chunks = body[Symbol.asyncIterator]();
      for (;;) {
        if (!taker.wholeAnswer) dog.feed();
        const next: IteratorResult<Uint8Array> = await chunks.next().catch(noAnswer);
        if (next.done === true) return;
        taker.onBytes(next.value);
      }
    } finally {
      body.destroy();
    }
  } finally {
    dog.stop();
    unfollow();
  }
}

function noAnswer(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  throw new NetworkFailure(code, { cause: error });
}

function plainHeaders({ headers }: AxiosResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

export interface CuttableNetwork extends Network {
  /** While cut, every call and every open stream fails as if the cable were out. */
  cut(cut: boolean): void;
}

/** Puts a switch before a network (the demo panel's). */
export function cuttable(network: Network): CuttableNetwork {
  let isCut = false;
  let cable = new AbortController();

  async function whileJoined<Answer>(
    request: NetworkRequest,
    run: (request: NetworkRequest) => Promise<Answer>,
  ): Promise<Answer> {
    if (isCut) throw new NetworkFailure('cut');
    const stop = new AbortController();
    const unfollow = [follow(request.signal, stop), follow(cable.signal, stop)];
    try {
      return await run({ ...request, signal: stop.signal });
    } finally {
      for (const end of unfollow) end();
    }
  }

  return {
    cut(cut) {
      isCut = cut;
      if (cut) cable.abort();
      else cable = new AbortController();
    },
    send: (request) => whileJoined(request, (joined) => network.send(joined)),
    stream: (request, listener) => whileJoined(request, (joined) => network.stream(joined, listener)),
  };
}
