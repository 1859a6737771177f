/** Time, chance and the network as ports, so that a simulator can drive all of it (ARCHITECTURE, decision 8). */

export interface Clock {
  /** The present instant in milliseconds since 1970-01-01T00:00Z. */
  now(): number;
}

export interface Ids {
  /** A new UUIDv7 (RFC 9562), ordered by the clock that it was made with. */
  next(): string;
}

export interface Random {
  /** `count` random bytes fit for keys. */
  bytes(count: number): Uint8Array;
}

export interface Timer {
  /** Resolves after `milliseconds`, or early and without error when `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortLike): Promise<void>;
}

/** What the pure layers need of an AbortSignal, without the DOM's or Node's types. */
export interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface NetworkRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text of the body, or null for none. */
  readonly body: string | null;
  /** After so many milliseconds without a whole answer the request has failed. */
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortLike;
}

export interface NetworkResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Network {
  /** Sends one request; rejects with NetworkFailure when no whole answer came. Any HTTP status is an answer. */
  send(request: NetworkRequest): Promise<NetworkResponse>;
  /**
   * Opens a long answer and hands it on as it comes; resolves when it ends.
   * Rejects with NetworkFailure when it breaks, or stays silent for longer than the request's time-out.
   */
  stream(request: NetworkRequest, listener: StreamListener): Promise<void>;
}

export interface StreamListener {
  /** Called once, before any bytes. Any HTTP status is an answer. */
  onHead(head: Omit<NetworkResponse, 'body'>): void;
  onBytes(bytes: Uint8Array): void;
}

/** No answer: refused, cut, timed out. Tells nothing about whether the other side acted. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
}
