/** The push channel by itself: who hears what, the heartbeat, and when clients come back. */
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { expect, test } from 'vitest';
import { startNewsHub } from '../../src-registry/http/news-hub.ts';
import { observe } from '../../src-registry/http/observe.ts';
import type { Metrics } from '../../src-registry/metrics.ts';
import type { Heard, Notifier } from '../../src-registry/services/feeds/notifier.ts';

const NOTHING: Heard = { streams: [], wanted: [], freed: [], revoked: [], keys: [], missed: false };

/** An answer that keeps what is written to it. */
class Answer extends EventEmitter {
  readonly written: string[] = [];
  writableLength = 0;
  isOver = false;
  destroyed = false;

  writeHead(): void {}

  write(text: string): void {
    if (this.isOver) throw new Error('written after its end');
    this.written.push(text);
  }

  end(text?: string): void {
    if (text !== undefined) this.write(text);
    this.isOver = true;
  }

  destroy(): void {
    this.end();
  }
}

function hub(firstByte: number) {
  let tell: (heard: Heard) => void = () => undefined;
  let beat = Promise.withResolvers<void>();
  const sleeping: number[] = [];
  const notifier: Notifier = {
    tell: () => undefined,
    listen(listener) {
      tell = listener;
      return () => void (tell = () => undefined);
    },
    close: async () => undefined,
  };
  const timer = {
    sleep(milliseconds: number, signal?: { readonly aborted: boolean; addEventListener?: unknown }) {
      sleeping.push(milliseconds);
      return signal?.aborted === true ? Promise.resolve() : beat.promise;
    },
  };
  const random = { bytes: (count: number) => new Uint8Array(count).fill(firstByte) };
  const started = startNewsHub(notifier, timer, random);
  return {
    sleeping,
    hear: (heard: Partial<Heard>) => tell({ ...NOTHING, ...heard }),
    connect(deskId: string, answer = new Answer()): Answer {
      started.connect(deskId, answer as unknown as ServerResponse);
      return answer;
    },
    /** Lets the time between two heartbeats pass. */
    async beat(): Promise<void> {
      const before = beat;
      beat = Promise.withResolvers();
      before.resolve();
      await before.promise;
      await Promise.resolve();
    },
    async close(): Promise<void> {
      const closed = started.close();
      beat.resolve();
      await closed;
    },
  };
}

const data = (text: string | undefined): unknown => JSON.parse(/^data: (.*)$/m.exec(text ?? '')?.[1] ?? 'null');

test('clients are told to come back after a time of their own, so that a node’s end does not bring all at once', async () => {
  const [soon, late] = [hub(0), hub(255)];
  expect(soon.connect('one').written[0]).toMatch(/^retry: 500\n/);
  expect(late.connect('one').written[0]).toMatch(/^retry: 5000\n/);
  await Promise.all([soon.close(), late.close()]);
});

test('a desk does not hear of its own wishes, the others hear of each once; what is for nodes alone is told to nobody', async () => {
  const { connect, hear, close } = hub(0);
  const [one, other] = [connect('one'), connect('other')];
  const wanted = [
    { performanceId: 'p', deskId: 'one' },
    { performanceId: 'q', deskId: 'other' },
    { performanceId: 'q', deskId: 'third' },
  ];
  hear({ wanted });
  expect(data(one.written[1])).toEqual({ streams: [], wanted: ['q'], freed: [] });
  expect(data(other.written[1])).toEqual({ streams: [], wanted: ['p', 'q'], freed: [] });
  hear({ wanted: [{ performanceId: 'p', deskId: 'one' }] });
  hear({ keys: [2] });
  expect([one.written.length, other.written.length]).toEqual([2, 3]);
  hear({ revoked: ['one'], streams: ['cards'] });
  hear({ revoked: ['one'] });
  expect([one.isOver, other.isOver, other.written.length]).toEqual([true, false, 4]);
  await close();
});

test('the channel beats every 15 s, and whoever does not read is let go', async () => {
  const { connect, beat, sleeping, close } = hub(0);
  const [reading, stuck] = [connect('one'), connect('two')];
  stuck.writableLength = 100_000;
  await beat();
  expect(sleeping[0]).toBe(15_000);
  expect(reading.written[1]).toBe(': still here\n\n');
  expect([reading.isOver, stuck.isOver]).toEqual([false, true]);
  await close();
  expect(reading.isOver).toBe(true);
});

test('who was gone before it was let in is not kept, and who comes when the hub is closed is only told when to come back', async () => {
  const { connect, hear, close } = hub(0);
  const gone = new Answer();
  gone.destroyed = true;
  connect('one', gone);
  hear({ streams: ['cards'] });
  expect(gone.written).toEqual([]);
  await close();
  const late = connect('two');
  expect([late.written, late.isOver]).toEqual([['retry: 500\n\n'], true]);
});

test('after a pause in hearing all streams end, for a revocation may have been missed', async () => {
  const { connect, hear, close } = hub(0);
  const before = [connect('one'), connect('two')];
  hear({ missed: true, streams: ['cards'] });
  expect(before.map(({ isOver, written }) => [isOver, written.length])).toEqual([
    [true, 1],
    [true, 1],
  ]);
  const after = connect('one');
  hear({ streams: ['cards'] });
  expect([after.isOver, after.written.length]).toEqual([false, 2]);
  await close();
});

test('a stream whose client was gone before it was answered is not counted as open', () => {
  const counted: number[] = [];
  const metrics = { streams: (change: number) => void counted.push(change) } as unknown as Metrics;
  const app = { addHook: () => undefined } as unknown as FastifyInstance;
  const seen = observe(app, { requests: null, metrics });
  const [open, gone] = [new Answer(), new Answer()];
  gone.destroyed = true;
  for (const raw of [open, gone]) seen.answer('news', null, { raw } as unknown as FastifyReply);
  for (const raw of [open, gone]) raw.emit('close');
  expect(counted).toEqual([1, -1]);
});
