/** Brings the desk and the registry together: independent loops over ports, nothing of one's failure stops another. */
import type { AbortLike, Clock, Random, Timer } from '../../src-shared/kernel/ports.ts';
import type { CardCache } from '../services/card-cache.ts';
import type { DeskSide, SyncControl, SyncReport } from '../services/ports.ts';
import { cardsRound } from './cards-loop.ts';
import { deliverRound } from './deliver-loop.ts';
import { feedRound } from './feed-loop.ts';
import { leaseRound } from './lease-loop.ts';
import { createLoop, type Loop, type LoopOptions } from './loop.ts';
import { createMonitor } from './monitor.ts';
import { newsRound } from './news-loop.ts';
import { LONGEST_BACKOFF, LOOK_EVERY, POLL_WITH_NEWS, POLL_WITHOUT_NEWS, PULSE_EVERY, STATUS_EVERY } from './pace.ts';
import { pulseRound, untilPulse } from './pulse-loop.ts';
import type { RegistryClient } from './registry-client.ts';
import { statusRound } from './status-loop.ts';
import { watchedClient } from './watched-client.ts';

export interface SyncParts {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  readonly cards: CardCache;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  /** Hears of what should not happen; the loops go on. */
  readonly onBug: (error: unknown) => void;
}

export interface Sync {
  /** Runs until the signal aborts; never rejects. Once only. */
  run(signal: AbortLike): Promise<void>;
  poke: SyncControl['poke'];
}

/** Makes the sync of one enrolled desk. */
export function createSync(parts: SyncParts): Sync {
  const { desk, cards, clock, onBug } = parts;
  const tell = reporter(desk, onBug);
  const monitor = createMonitor(clock, {
    onReport: tell,
    onMissed: () => loops.pulse.wake(),
    onRecovered: () => all.forEach((loop) => loop.recover()),
    onRevoked: (revoked) => (revoked ? [loops.cards] : all).forEach((loop) => loop.wake()),
  });
  const registry = watchedClient(parts.registry, monitor);

  const news = newsRound({
    desk,
    registry,
    clock,
    onTurned(open) {
      if (open) monitor.outcome('news', null);
      const { performances, uses, ruleSets, cards: cardList, leases, status } = loops;
      for (const loop of [performances, uses, ruleSets, cardList]) loop.wake();
      if (open) for (const loop of [leases, status]) loop.wake();
    },
    onStreams(streams) {
      if (streams.includes('cards')) loops.cards.wake();
      if (streams.includes('performances')) loops.performances.wake();
      if (streams.includes('uses')) loops.uses.wake();
      if (streams.includes('rule-sets')) loops.ruleSets.wake();
    },
    onPlaces() {
      loops.leases.wake();
      loops.deliver.wake();
    },
    onBug,
  });
  const status = statusRound({
    desk,
    registry,
    monitor,
    clock,
    onNewEpoch() {
      loops.deliver.wake();
      loops.leases.wake();
    },
  });
  const cardList = cardsRound({ desk, registry, cards, monitor });
  const deliver = deliverRound({
    desk,
    registry,
    onForked() {
      status.forked();
      loops.status.wake();
    },
  });

  const unlessRevoked = (): boolean => !monitor.isRevoked();
  const poll = (): number => (news.isOpen() ? POLL_WITH_NEWS : POLL_WITHOUT_NEWS);
  const loop = (name: string, own: Pick<LoopOptions, 'round' | 'beat' | 'enabled' | 'longestBackoff'>): Loop =>
    createLoop({
      ...own,
      timer: parts.timer,
      random: parts.random,
      onOutcome: (failure) => monitor.outcome(name, failure),
      onBug,
    });
  const feed = (stream: 'performances' | 'uses' | 'rule-sets'): Loop =>
    loop(stream, {
      round: feedRound({ stream, desk, registry }),
      beat: poll,
      enabled: unlessRevoked,
      longestBackoff: LONGEST_BACKOFF,
    });
  const loops = {
    deliver: loop('deliver', {
      round: deliver,
      beat: () => LOOK_EVERY,
      enabled: always,
      longestBackoff: LONGEST_BACKOFF,
    }),
    performances: feed('performances'),
    uses: feed('uses'),
    ruleSets: feed('rule-sets'),
    cards: loop('cards', { round: cardList.round, beat: poll, enabled: always, longestBackoff: LONGEST_BACKOFF }),
    leases: loop('leases', {
      round: leaseRound({ desk, registry, onEpochRefused: () => loops.status.wake() }),
      beat: () => LOOK_EVERY,
      enabled: unlessRevoked,
      longestBackoff: LONGEST_BACKOFF,
    }),
    news: loop('news', {
      round: news.round,
      beat: () => LOOK_EVERY,
      enabled: unlessRevoked,
      longestBackoff: LONGEST_BACKOFF,
    }),
    status: loop('status', {
      round: status.round,
      beat: () => STATUS_EVERY,
      enabled: always,
      longestBackoff: LONGEST_BACKOFF,
    }),
    pulse: loop('pulse', {
      round: pulseRound({ registry, monitor, clock, onOutage: news.drop }),
      beat: () => untilPulse(monitor, clock) || PULSE_EVERY,
      enabled: always,
      longestBackoff: PULSE_EVERY,
    }),
  };
  const all: readonly Loop[] = Object.values(loops);

  return {
    async run(signal) {
      tell(monitor.report());
      await Promise.all(all.map((each) => each.run(signal)));
    },
    poke(what) {
      if (what === 'cards') cardList.suspect();
      loops[what].wake();
    },
  };
}

function always(): boolean {
  return true;
}

/** Hands reports to the desk one at a time; what was overtaken meanwhile is left out. */
function reporter(desk: DeskSide, onBug: (error: unknown) => void): (report: SyncReport) => void {
  let next: SyncReport | null = null;
  let telling = false;
  return (report) => {
    next = report;
    if (telling) return;
    telling = true;
    void (async () => {
      while (next !== null) {
        const now = next;
        next = null;
        await desk.report(now).catch(onBug);
      }
      telling = false;
    })();
  };
}
