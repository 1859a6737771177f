/** The typed client of the national interface, made from its table of calls. */
import { createParser } from 'eventsource-parser';
import { NetworkFailure, type AbortLike, type Network, type NetworkRequest } from '../../src-shared/kernel/ports.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import {
  ENDPOINTS,
  type AnswerOf,
  type BodyOf,
  type EndpointName,
  type JsonEndpoint,
  type QueryOf,
} from '../../src-shared/registry-api/endpoints.ts';
import { newsSchema, type News } from '../../src-shared/registry-api/bodies/feeds.ts';
import { parseKnown } from './known-fields.ts';
import { receive } from './long-answer.ts';
import { DOWNLOAD_SILENCE, NEWS_SILENCE, REQUEST_TIMEOUT } from './pace.ts';
import {
  json,
  NOT_THE_CONTRACT,
  readAnswer,
  UNREACHABLE,
  type RegistryError,
  type RegistryResult,
} from './registry-answer.ts';

/** Characters of one push event; far above what the contract's events need. */
const MOST_NEWS_CHARACTERS = 1024 * 1024;

/** What a call takes besides its name: body and query only where the endpoint has them. */
export type CallRequest<Name extends EndpointName> = {
  readonly signal?: AbortLike;
  /** Milliseconds for the whole answer, where it is not the usual time. */
  readonly timeout?: number;
} & (BodyOf<Name> extends null ? unknown : { readonly body: BodyOf<Name> }) &
  (QueryOf<Name> extends Record<string, never> ? unknown : { readonly query: QueryOf<Name> });

interface NewsListener {
  /** The push channel is open. */
  onOpen(): void;
  /** Something came, be it a heartbeat. */
  onSign(): void;
  onNews(news: News): void;
}

export interface RegistryClient {
  /** Calls an endpoint that answers with JSON. Never rejects for what the network or the registry does. */
  call<Name extends JsonEndpoint>(name: Name, request: CallRequest<Name>): Promise<RegistryResult<AnswerOf<Name>>>;
  /** Fetches a published card list of exactly so many bytes. */
  download(hash: string, bytes: number, signal: AbortLike): Promise<RegistryResult<Uint8Array>>;
  /** Listens to the push channel until it breaks, and gives why; its end is a failure to reach. */
  listen(listener: NewsListener, signal: AbortLike): Promise<RegistryError>;
}

/** Makes a client. `token` is a desk's or a site's, null for the public calls; `baseUrl` may have a path of its own. */
export function createRegistryClient(options: {
  readonly network: Network;
  readonly baseUrl: string;
  readonly token: string | null;
}): RegistryClient {
  const { network, token } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  function request(endpoint: Endpoint, path: string, accept: string, body: unknown): NetworkRequest {
    return {
      method: endpoint.method,
      url: baseUrl + path,
      headers: {
        accept,
        'user-agent': 'kaikudesk',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      timeoutMilliseconds: REQUEST_TIMEOUT,
    };
  }

  return {
    async call<Name extends JsonEndpoint>(
      name: Name,
      wish: CallRequest<Name> & { readonly body?: unknown; readonly query?: unknown },
    ): Promise<RegistryResult<AnswerOf<Name>>> {
      const endpoint: Endpoint & { answer: unknown } = ENDPOINTS[name];
      if (typeof endpoint.answer === 'string') throw new TypeError(`${name} does not answer with JSON`);
      const { signal, timeout, body, query } = wish;
      try {
        const response = await network.send({
          ...request(endpoint, endpoint.path + queryText(query), 'application/json, application/problem+json', body),
          ...(timeout === undefined ? {} : { timeoutMilliseconds: timeout }),
          ...(signal === undefined ? {} : { signal }),
        });
        return readAnswer(endpoint.answer, response) as RegistryResult<AnswerOf<Name>>;
      } catch (error) {
        if (error instanceof NetworkFailure) return { ok: false, error: UNREACHABLE };
        throw error;
      }
    },

    async download(hash, bytes, signal) {
      const path = ENDPOINTS.snapshotFile.path.replace(':hash', encodeURIComponent(hash));
      const chunks: Uint8Array[] = [];
      let length = 0;
      const error = await receive(
        network,
        {
          ...request(ENDPOINTS.snapshotFile, path, ENDPOINTS.snapshotFile.answer, undefined),
          timeoutMilliseconds: DOWNLOAD_SILENCE,
          signal,
        },
        {
          mediaType: ENDPOINTS.snapshotFile.answer,
          onOpen() {},
          onBytes(chunk) {
            chunks.push(chunk);
            length += chunk.length;
            return length <= bytes;
          },
        },
      );
      if (error !== null) return { ok: false, error };
      if (length !== bytes) return { ok: false, error: NOT_THE_CONTRACT };
      return { ok: true, value: Buffer.concat(chunks, length) };
    },

    async listen(listener, signal) {
      const text = new TextDecoder();
      let understood = true;
      const parser = createParser({
        maxBufferSize: MOST_NEWS_CHARACTERS,
        onEvent({ event, data }) {
          if (event !== 'news') return;
          const news = parseKnown(newsSchema, json(data));
          if (news.success) listener.onNews(news.data);
          else understood = false;
        },
        onError(error) {
          if (error.type === 'max-buffer-size-exceeded') understood = false;
        },
      });
      const error = await receive(
        network,
        {
          ...request(ENDPOINTS.news, ENDPOINTS.news.path, ENDPOINTS.news.answer, undefined),
          timeoutMilliseconds: NEWS_SILENCE,
          signal,
        },
        {
          mediaType: ENDPOINTS.news.answer,
          onOpen: () => listener.onOpen(),
          onBytes(bytes) {
            listener.onSign();
            parser.feed(text.decode(bytes, { stream: true }));
            return understood;
          },
        },
      );
      return error ?? UNREACHABLE;
    },
  };
}

function queryText(query: unknown): string {
  if (query === undefined) return '';
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    if (value !== undefined) text.set(name, String(value));
  }
  return text.size === 0 ? '' : `?${text.toString()}`;
}
