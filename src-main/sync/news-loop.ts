/** The push channel: says that there is news, and wakes the loop that fetches it. */
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { News, StreamName } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { DeskSide } from '../services/ports.ts';
import { follow } from './abort.ts';
import type { Round } from './loop.ts';
import { NEWS_LASTED } from './pace.ts';
import type { RegistryClient } from './registry-client.ts';

export interface NewsRound {
  readonly round: Round;
  isOpen(): boolean;
  /** Ends the channel: nothing comes over it any more. */
  drop(): void;
}

/** Listens until the channel breaks, which always counts as a failure. */
export function newsRound(parts: {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  readonly clock: Clock;
  /** The channel opened or closed: what happened meanwhile went unheard, and the feeds poll at another pace. */
  readonly onTurned: (open: boolean) => void;
  readonly onStreams: (streams: readonly StreamName[]) => void;
  /** The desk has heard of places that are wanted or free. */
  readonly onPlaces: () => void;
  readonly onBug: (error: unknown) => void;
}): NewsRound {
  let open = false;
  let channel = new AbortController();
  let telling = Promise.resolve();

  function tell({ wanted, freed }: News): void {
    if (wanted.length + freed.length === 0) return;
    telling = telling
      .then(() => parts.desk.heard({ wanted, freed }))
      .then(parts.onPlaces)
      .catch(parts.onBug);
  }

  return {
    isOpen: () => open,
    drop: () => channel.abort(),
    async round({ signal, progress }) {
      channel = new AbortController();
      const unfollow = follow(signal, channel);
      let openedAt = 0;
      const error = await parts.registry.listen(
        {
          onOpen() {
            open = true;
            openedAt = parts.clock.now();
            parts.onTurned(true);
          },
          onSign() {
            if (parts.clock.now() - openedAt >= NEWS_LASTED) progress();
          },
          onNews(news) {
            parts.onStreams(news.streams);
            tell(news);
          },
        },
        channel.signal,
      );
      unfollow();
      if (open && !signal.aborted) {
        open = false;
        parts.onTurned(false);
      }
      return error;
    },
  };
}
