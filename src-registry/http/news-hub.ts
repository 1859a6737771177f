/** Server-sent events: says to each listening desk that there is news. */
import type { ServerResponse } from 'node:http';
import type { Timer } from '../../src-shared/kernel/ports.ts';
import { STREAMS, type News } from '../../src-shared/registry-api/schemas.ts';
import type { Heard, Notifier } from '../services/notifier.ts';

export interface NewsHub {
  /** Keeps a desk's answer open and writes to it from now on. */
  connect(deskId: string, answer: ServerResponse): void;
  close(): Promise<void>;
}

const HEARTBEAT_MILLISECONDS = 15_000;
/** Who does not read that much is gone. */
const MOST_UNREAD_BYTES = 65_536;

/** A desk that connects may have missed anything: it looks at all streams. */
const FIRST: News = { streams: [...STREAMS], wanted: [], freed: [] };

/** Begins to pass on what the notifier hears. */
export function startNewsHub(notifier: Notifier, timer: Timer): NewsHub {
  const ending = new AbortController();
  const answers = new Map<ServerResponse, string>();

  const stopListening = notifier.listen(({ revoked, wanted, streams, freed }: Heard) => {
    for (const [answer, deskId] of answers) {
      const byOthers = wanted.filter((wish) => wish.deskId !== deskId).map((wish) => wish.performanceId);
      const news: News = { streams, freed, wanted: [...new Set(byOthers)] };
      const isEmpty = streams.length + freed.length + news.wanted.length === 0;
      if (revoked.includes(deskId)) answer.end();
      else if (!isEmpty) write(answer, newsText(news));
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
      answer.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      answers.set(answer, deskId);
      answer.once('close', () => answers.delete(answer));
      write(answer, newsText(FIRST));
    },
    async close() {
      ending.abort();
      stopListening();
      await beating;
      for (const answer of answers.keys()) answer.end();
    },
  };
}

function write(answer: ServerResponse, text: string): void {
  if (answer.writableLength > MOST_UNREAD_BYTES) answer.destroy();
  else answer.write(text);
}

function newsText(news: News): string {
  return `event: news\ndata: ${JSON.stringify(news)}\n\n`;
}
