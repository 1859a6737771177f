/** Down: the card list; a signed snapshot where there is none yet, and from there the feed of changes (decision 5). */
import type { CodedError } from '../../src-shared/kernel/result.ts';
import { SnapshotRejected, type CardCache } from '../services/card-cache.ts';
import type { DeskSide } from '../services/ports.ts';
import type { Round, Turn } from './loop.ts';
import type { Monitor } from './monitor.ts';
import { CARD_PAGE_SIZE } from './pace.ts';
import { isProblem, NOT_THE_CONTRACT } from './registry-answer.ts';
import type { RegistryClient } from './registry-client.ts';

const REJECTED: CodedError = { code: 'cards.rejected', parameters: {} };

export interface CardsRound {
  readonly round: Round;
  /** A reader found the list damaged: look at it before going on. */
  suspect(): void;
}

/** Brings the card list up to date; wipes it once the desk is revoked (field lesson 24). */
export function cardsRound(parts: {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  readonly cards: CardCache;
  readonly monitor: Monitor;
}): CardsRound {
  const { desk, registry, cards, monitor } = parts;
  let suspected = false;
  /** A snapshot that is whole and yet not usable under a key: it would not get better by fetching it again. */
  let useless: string | null = null;

  async function fetchSnapshot({ signal, progress }: Turn): Promise<CodedError | null> {
    monitor.loadingCards(true);
    try {
      // The list may be under a key, or signed with one, that this desk has not heard of yet.
      const status = await registry.call('desk', { query: {}, signal });
      if (!status.ok) return status.error;
      const signingKey = await desk.takeKeys(status.value);
      cards.trust(signingKey);
      const manifest = await registry.call('snapshot', { signal });
      if (!manifest.ok) return manifest.error;
      const { hash, compressedBytes, signature } = manifest.value;
      if (`${signature} ${signingKey}` === useless) return REJECTED;
      const file = await registry.download(hash, compressedBytes, signal);
      if (!file.ok) return file.error;
      if (monitor.isRevoked()) return null;
      try {
        cards.install(manifest.value, file.value);
      } catch (error) {
        if (!(error instanceof SnapshotRejected)) throw error;
        if (error.why !== 'hash') useless = `${signature} ${signingKey}`;
        return { ...REJECTED, parameters: { why: error.why } };
      }
      await desk.cardsChanged();
      progress();
      return null;
    } finally {
      monitor.loadingCards(false);
    }
  }

  async function followChanges(turn: Turn): Promise<CodedError | null> {
    let snapshots = 0;
    while (!turn.signal.aborted) {
      const after = cards.cursor();
      if (after === null) {
        snapshots += 1;
        if (snapshots > 1) return REJECTED;
        const failure = await fetchSnapshot(turn);
        if (failure !== null || monitor.isRevoked()) return failure;
        continue;
      }
      const page = await registry.call('cards', { query: { after, limit: CARD_PAGE_SIZE }, signal: turn.signal });
      if (!page.ok) {
        if (snapshots > 0 || !isProblem(page.error, 'cursor.invalid')) return page.error;
        snapshots += 1;
        const failure = await fetchSnapshot(turn);
        if (failure !== null || monitor.isRevoked()) return failure;
        continue;
      }
      const { changes, cursor, more, serverTime } = page.value;
      if (more && cursor === after) return NOT_THE_CONTRACT;
      try {
        cards.apply(changes, cursor, more ? null : serverTime);
      } catch (error) {
        // A damaged file is gone by now, and a new list is fetched in its place.
        if (cards.cursor() !== null) throw error;
        await desk.cardsChanged();
        continue;
      }
      turn.progress();
      if (more) continue;
      await desk.cardsChanged();
      return null;
    }
    return null;
  }

  async function wipe(): Promise<null> {
    if (cards.cursor() !== null) {
      cards.wipe();
      await desk.cardsChanged();
    }
    return null;
  }

  return {
    suspect() {
      suspected = true;
    },
    async round(turn) {
      if (monitor.isRevoked()) return wipe();
      if (suspected) {
        suspected = false;
        cards.check();
        if (cards.cursor() === null) await desk.cardsChanged();
      }
      return followChanges(turn);
    },
  };
}
