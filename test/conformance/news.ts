/** The push channel, as the kit listens to it. */
import { createParser } from 'eventsource-parser';
import { newsSchema, type StreamName } from '../../src-shared/registry-api/bodies/feeds.ts';
import { Defect, must } from './http.ts';

/** Whether push tells of a stream, within so many milliseconds, of what is done once it is open. */
export async function hears(
  url: string,
  token: string,
  stream: StreamName,
  patience: number,
  act: () => Promise<unknown>,
): Promise<boolean> {
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), patience);
  try {
    const response = await fetch(new URL('/v1/news', url), {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    });
    must(response.status === 200, `news: status ${response.status} in place of 200`);
    const type = response.headers.get('content-type')?.split(';')[0];
    must(type === 'text/event-stream', `news: answered ${type} in place of text/event-stream`);
    let acted = false;
    let isHeard = false;
    const parser = createParser({
      onEvent({ event, data }) {
        if (event !== 'news') return;
        const news = newsSchema.loose().safeParse(parsed(data));
        if (!news.success) throw new Defect('news: an event does not fit the contract');
        isHeard ||= acted && news.data.streams.includes(stream);
      },
    });
    const decoder = new TextDecoder();
    const reading = (async () => {
      for await (const bytes of response.body ?? []) {
        parser.feed(decoder.decode(bytes, { stream: true }));
        if (isHeard) return;
      }
    })();
    acted = true;
    await act();
    await reading;
    return isHeard;
  } catch (error) {
    if (stop.signal.aborted) return false;
    throw error instanceof Defect ? error : new Defect(`news: ${String(error)}`);
  } finally {
    clearTimeout(deadline);
    stop.abort();
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    throw new Defect('news: an event is not JSON');
  }
}
