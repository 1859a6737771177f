/** A network in virtual time between a sync and the registry's model; it does what its weather says. */
import {
  NetworkFailure,
  type Network,
  type NetworkRequest,
  type StreamListener,
} from '../../src-shared/kernel/ports.ts';
import type { Answered, Asked, RegistryModel } from './registry-model.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What becomes of one request. */
export type Fate =
  /** Answered after so many milliseconds. */
  | { readonly kind: 'answered'; readonly milliseconds: number }
  /** The registry does it, and does it again; only one answer arrives. */
  | { readonly kind: 'doubled'; readonly milliseconds: number }
  /** The registry does it, and the answer is lost. */
  | { readonly kind: 'answer-lost' }
  /** Nothing comes of it, and nothing tells: packets are swallowed. */
  | { readonly kind: 'swallowed' }
  | { readonly kind: 'refused' }
  /** Something else answers. */
  | { readonly kind: 'replaced'; readonly answer: Answered };

export const FINE: Fate = { kind: 'answered', milliseconds: 20 };

export class SimulatedNetwork implements Network {
  /** While it lasts every packet is swallowed; what went over an open stream arrives when it is over. */
  blackout = false;
  /** Decides on each request. */
  weather: (asked: Asked) => Fate = () => FINE;
  readonly asked: Asked[] = [];
  readonly #time: VirtualTime;
  readonly #model: RegistryModel;
  readonly #streams = new Set<AbortController>();

  constructor(time: VirtualTime, model: RegistryModel) {
    this.#time = time;
    this.#model = model;
  }

  /** Breaks every open stream, as a registry does that stops. */
  breakStreams(): void {
    for (const stream of this.#streams) stream.abort();
  }

  count(path: string): number {
    return this.asked.filter((asked) => asked.path === path).length;
  }

  async send(request: NetworkRequest) {
    const answered = await this.#answer(request);
    return { status: answered.status, headers: { 'content-type': answered.type }, body: answered.body };
  }

  async stream(request: NetworkRequest, listener: StreamListener): Promise<void> {
    const { status, type, body } = await this.#answer(request);
    listener.onHead({ status, headers: { 'content-type': type } });
    if (type === 'text/event-stream') await this.#listen(request, listener);
    else listener.onBytes(body);
  }

  /** Hands news and heartbeats on until the stream breaks or has been silent for too long. */
  async #listen({ timeoutMilliseconds, signal }: NetworkRequest, listener: StreamListener): Promise<void> {
    const end = new AbortController();
    const stop = (): void => end.abort();
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#streams.add(end);
    let lastByte = this.#time.now();
    let underWay = '';
    const hear = (text: string): void => {
      underWay += text;
      if (this.blackout) return;
      lastByte = this.#time.now();
      listener.onBytes(new TextEncoder().encode(underWay));
      underWay = '';
    };
    this.#model.listeners.add(hear);
    let beat = 0;
    while (!end.signal.aborted && this.#time.now() - lastByte < timeoutMilliseconds) {
      if (beat % 3 === 0) hear(': beat\n\n');
      beat += 1;
      await this.#time.sleep(5_000, end.signal);
    }
    this.#model.listeners.delete(hear);
    this.#streams.delete(end);
    signal?.removeEventListener('abort', stop);
    throw new NetworkFailure('stream broke');
  }

  async #answer({ url, method, body, timeoutMilliseconds, signal }: NetworkRequest): Promise<Answered> {
    const { pathname: path, searchParams: query } = new URL(url);
    const asked = { method, path, query, body };
    this.asked.push(asked);
    const fate: Fate = this.blackout ? { kind: 'swallowed' } : this.weather(asked);
    const model = this.#model;
    const patience = (milliseconds: number): Promise<void> => this.#time.sleep(milliseconds, signal);
    switch (fate.kind) {
      case 'refused':
        await patience(1);
        throw new NetworkFailure('refused');
      case 'swallowed':
        await patience(timeoutMilliseconds);
        throw new NetworkFailure('timed out');
      case 'answer-lost':
        await patience(30);
        model.answer(asked);
        await patience(timeoutMilliseconds - 30);
        throw new NetworkFailure('timed out');
      case 'replaced':
        await patience(20);
        return fate.answer;
      case 'doubled': {
        await patience(fate.milliseconds);
        const first = model.answer(asked);
        const second = model.answer(asked);
        return fate.milliseconds % 2 === 0 ? first : second;
      }
      case 'answered': {
        await patience(fate.milliseconds / 2);
        if (signal?.aborted === true) throw new NetworkFailure('stopped');
        const answered = model.answer(asked);
        await patience(fate.milliseconds / 2);
        return answered;
      }
    }
  }
}
