/** A registry in memory that answers as the contract says; what it keeps is the truth of a test. */
import { createHash } from 'node:crypto';
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { Clock } from '../../src-shared/kernel/ports.ts';
import { problem, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { DeliveredItem, ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskStatus } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type {
  CardChange,
  News,
  PerformanceChange,
  StreamName,
  UseChange,
} from '../../src-shared/registry-api/bodies/feeds.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import { EPOCH, NEXT_EPOCH } from './memory-desk.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | null;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

const FEEDS: Record<string, StreamName> = {
  '/v1/feeds/cards': 'cards',
  '/v1/feeds/performances': 'performances',
  '/v1/feeds/uses': 'uses',
  '/v1/feeds/rule-sets': 'rule-sets',
};

export class RegistryModel {
  /** Of which epochs a desk has asked. */
  readonly askedEpochs: (string | null)[] = [];
  /** Every event, in the order in which it first arrived. */
  readonly recorded: LedgerEvent[] = [];
  readonly logs: Record<StreamName, unknown[]> = { cards: [], performances: [], uses: [], 'rule-sets': [] };
  readonly leases = new Map<string, LeaseAnswer>();
  granted = 0;
  revoked = false;
  forked = false;
  epoch = EPOCH;
  /** Base64. */
  signingKey = 'AAAA';
  /** Most changes that a page holds. */
  mostChanges = 3;
  /** Hears of news as an open push channel would. */
  readonly listeners = new Set<(text: string) => void>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  change(stream: 'cards', change: CardChange): void;
  change(stream: 'performances', change: PerformanceChange): void;
  change(stream: 'uses', change: UseChange): void;
  change(stream: 'rule-sets', change: RuleSet): void;
  change(stream: StreamName, change: unknown): void {
    this.logs[stream].push(change);
    this.tell({ streams: [stream], wanted: [], freed: [] });
  }

  tell(news: News): void {
    for (const listener of this.listeners) listener(`event: news\ndata: ${JSON.stringify(news)}\n\n`);
  }

  snapshot(): { manifest: SnapshotManifest; compressed: Uint8Array } {
    const compressed = new TextEncoder().encode(JSON.stringify(this.logs.cards));
    const manifest = {
      hash: createHash('sha256').update(compressed).digest('hex'),
      compressedBytes: compressed.length,
      bytes: compressed.length,
      cards: this.logs.cards.length,
      keyGeneration: 1,
      createdAt: this.#time(),
      cursor: `cards ${this.logs.cards.length}`,
      signature: 'AA==',
    };
    return { manifest, compressed };
  }

  answer(asked: Asked): Answered {
    const { path } = asked;
    if (path === '/v1/health') return answer({ status: 'ok', serverTime: this.#time() });
    if (path === '/v1/events') return this.#deliver(asked);
    if (this.revoked) return refuse('desk.revoked');
    if (path === '/v1/news') return { status: 200, type: 'text/event-stream', body: new Uint8Array() };
    const stream = FEEDS[path];
    if (stream !== undefined) return this.#page(stream, asked.query);
    if (path === '/v1/desk') {
      this.askedEpochs.push(asked.query.get('epoch'));
      return answer(this.#status());
    }
    if (path === '/v1/leases') return this.#lease(asked);
    if (path === '/v1/epochs') {
      this.epoch = NEXT_EPOCH;
      this.forked = false;
      return answer({ epoch: this.epoch });
    }
    if (path === '/v1/snapshot') return answer(this.snapshot().manifest);
    if (path.startsWith('/v1/snapshots/')) {
      const { manifest, compressed } = this.snapshot();
      if (!path.endsWith(manifest.hash)) return refuse('request.not-found');
      return { status: 200, type: 'application/octet-stream', body: compressed };
    }
    return refuse('request.not-found');
  }

  #deliver({ body }: Asked): Answered {
    const { items } = JSON.parse(body ?? '') as { items: DeliveredItem[] };
    const answers = items.map(({ event }): ItemAnswer => {
      const known = this.recorded.some(({ id }) => id === event.id);
      if (!known) this.recorded.push(event);
      return { id: event.id, result: known ? 'already-recorded' : 'recorded', conflicts: [], problem: null };
    });
    return answer({ answers, serverTime: this.#time(), forked: this.forked });
  }

  #lease({ body }: Asked): Answered {
    const request = JSON.parse(body ?? '') as {
      requestId: string;
      performanceId: string;
      epoch: string;
      units: number;
    };
    const { requestId, performanceId, epoch, units } = request;
    const known = this.leases.get(requestId);
    if (known === undefined) this.granted += units;
    const lease = known ?? { performanceId, epoch, granted: this.granted, pool: 100 };
    this.leases.set(requestId, lease);
    return answer(lease);
  }

  #page(stream: StreamName, query: URLSearchParams): Answered {
    const after = query.get('after');
    const from = after === null ? 0 : Number(after.replace(`${stream} `, ''));
    const log = this.logs[stream];
    if (!Number.isInteger(from) || from > log.length) return refuse('cursor.invalid');
    const changes = log.slice(from, from + Math.min(this.mostChanges, Number(query.get('limit') ?? '1')));
    const end = from + changes.length;
    return answer({ changes, cursor: `${stream} ${end}`, more: end < log.length, serverTime: this.#time() });
  }

  #status(): DeskStatus {
    return {
      deskId: EPOCH,
      site: { id: EPOCH, login: 'theatre', name: 'Theatre', type: 'theatre' },
      policy: { provisional: 'off' },
      serverTime: this.#time(),
      networkKeys: [{ generation: 1, key: 'AAAA' }],
      signingKeys: [{ generation: 1, key: this.signingKey, endorsement: null }],
      epoch: { id: this.epoch, frozen: false, head: null },
    };
  }

  #time(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** An answer in JSON. */
export function answer(value: unknown): Answered {
  return { status: 200, type: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(value)) };
}

/** A problem (RFC 9457). */
export function refuse(code: ProblemCode): Answered {
  const body = problem(code, code);
  return { status: body.status, type: 'application/problem+json', body: Buffer.from(JSON.stringify(body)) };
}

/** What a proxy or a guest network answers in the registry's stead. */
export function htmlPage(status: number): Answered {
  return { status, type: 'text/html', body: Buffer.from('<!doctype html><title>Sorry</title>') };
}
