/** Server-sent events: says to each listening desk that there is news. */
import type { ServerResponse } from 'node:http';
import type { Random, Timer } from '../../src-shared/kernel/ports.ts';
import { STREAMS, type News } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { Heard, Notifier } from '../services/feeds/notifier.ts';

export interface NewsHub {
  /** Keeps a desk's answer open and writes to it from now on; once the hub is closed it only says when to come back. */
  connect(deskId: string, answer: ServerResponse): void;
  close(): Promise<void>;
}

const HEARTBEAT_MILLISECONDS = 15_000;
/** How long a client of this stream waits before it comes back, in milliseconds. */
const SOONEST_RETRY = 500;
const RETRY_SPREAD = 4_500;
/** Who does not read that much is gone. */
const MOST_UNREAD_BYTES = 65_536;

/** A desk that connects may have missed anything: it looks at all streams. */
const FIRST: News = { streams: [...STREAMS], wanted: [], freed: [] };

/** Begins to pass on what the notifier hears. */
export function startNewsHub(notifier: Notifier, timer: Timer, random: Random): NewsHub {
  /** Not the same for all, so that they do not all come back at once when a node ends. */
  const retryAfter = (): number => Math.round(SOONEST_RETRY + ((random.bytes(1)[0] ?? 0) / 255) * RETRY_SPREAD);
  const ending = new AbortController();
  const answers = new Map<ServerResponse, string>();

  /** Nothing may be written to an answer that has ended, and its client may take long to close it. */
  function end(answer: ServerResponse): void {
    answers.delete(answer);
    answer.end();
  }

  const stopListening = notifier.listen((heard) => {
    // A revocation may be among what was missed: who may still listen comes back and is looked up anew.
    if (heard.missed) return [...answers.keys()].forEach(end);
    const wishers = new Set(heard.wanted.map(({ deskId }) => deskId));
    // Nearly all are told the same: its text is made once.
    const common = textFor(heard, null);
    for (const [answer, deskId] of answers) {
      const text = wishers.has(deskId) ? textFor(heard, deskId) : common;
      if (heard.revoked.includes(deskId)) end(answer);
      else if (text !== null) write(answer, text);
    }
  });

  async function beat(): Promise<void> {
    while (!ending.signal.aborted) {
      await timer.sleep(HEARTBEAT_MILLISECONDS, ending.signal);
      for (const answer of answers.keys()) write(answer, ': still here\n\n');
    }
  }
  const beating = beat();

  return {
    connect(deskId, answer) {
      // Who went away while it was looked up has closed already: nothing would take it out again.
      if (answer.destroyed) return;
      answer.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      if (ending.signal.aborted) return void answer.end(`retry: ${retryAfter()}\n\n`);
      answers.set(answer, deskId);
      answer.once('close', () => answers.delete(answer));
      write(answer, `retry: ${retryAfter()}\n${newsText(FIRST)}`);
    },
    async close() {
      ending.abort();
      stopListening();
      await beating;
      [...answers.keys()].forEach(end);
    },
  };
}

/** What a desk is told, which does not hear of its own wishes; null: nothing. */
function textFor({ wanted, streams, freed }: Heard, deskId: string | null): string | null {
  const byOthers = wanted.filter((wish) => wish.deskId !== deskId).map((wish) => wish.performanceId);
  const news: News = { streams, freed, wanted: [...new Set(byOthers)] };
  return streams.length + freed.length + byOthers.length === 0 ? null : newsText(news);
}

function write(answer: ServerResponse, text: string): void {
  if (answer.writableLength > MOST_UNREAD_BYTES) answer.destroy();
  else answer.write(text);
}

function newsText(news: News): string {
  return `event: news\ndata: ${JSON.stringify(news)}\n\n`;
}
