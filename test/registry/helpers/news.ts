/** A desk's ear: reads the push channel until what a test waits for has come. */
import { createParser } from 'eventsource-parser';
import { newsSchema, type News } from '../../../src-shared/registry-api/bodies/feeds.ts';

export interface Ear {
  readonly heard: News[];
  readonly comments: string[];
  readonly headers: Headers;
  /** Resolves with the first news, heard already or not, that fits. */
  until(fits: (news: News) => boolean): Promise<News>;
  /** Resolves when the registry has ended the channel. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens the channel. */
export async function listen(url: string, token: string): Promise<Ear> {
  const stop = new AbortController();
  const response = await fetch(new URL('/v1/news', url), {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  });
  const heard: News[] = [];
  const comments: string[] = [];
  const waiting = new Set<() => void>();
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'news') heard.push(newsSchema.parse(JSON.parse(data)));
      for (const look of waiting) look();
    },
    onComment: (comment) => void comments.push(comment),
  });
  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of response.body!) parser.feed(decoder.decode(bytes, { stream: true }));
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  }
  return {
    heard,
    comments,
    headers: response.headers,
    ended: read(),
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => stop.abort(),
  };
}
