/** The desk's side of the sync, in memory: what a desk service keeps, without its rules. */
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskStatus } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import type { Delivery, DeskSide, FeedPage, SyncReport } from '../../src-main/services/ports.ts';

export const EPOCH = '01970000-0000-7000-8000-000000000001';
export const NEXT_EPOCH = '01970000-0000-7000-8000-000000000002';
export const PERFORMANCE = '01970000-0000-7000-8000-000000000003';

/** A UUID with a number in it, for things that only need to differ. */
export function numberedId(kind: number, number: number): string {
  return `01970000-0000-7000-9${kind.toString(16).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;
}

/** An event that any ledger may hold. */
function refusedEvent(sequence: number, epoch = EPOCH): LedgerEvent {
  return {
    id: numberedId(1, sequence),
    epoch,
    sequence,
    at: '2026-06-01T12:00:00.000Z',
    performanceId: PERFORMANCE,
    previousHash: '0'.repeat(64),
    hash: '0'.repeat(64),
    type: 'refused',
    cardKey: null,
    reasons: ['card.unknown'],
  };
}

export class MemoryDesk implements DeskSide {
  readonly events: LedgerEvent[] = [];
  readonly answers = new Map<string, ItemAnswer>();
  readonly deliveries: Delivery[] = [];
  /** The registry's time of each. */
  readonly deliveredAt: (string | null)[] = [];
  readonly cursors = new Map<FeedPage['stream'], string>();
  readonly pages: FeedPage[] = [];
  readonly wanted = new Map<string, BodyOf<'lease'>>();
  readonly grants: (LeaseAnswer | null)[] = [];
  readonly heardOf: { wanted: readonly string[]; freed: readonly string[] }[] = [];
  readonly reports: SyncReport[] = [];
  readonly statuses: { status: DeskStatus; forked: boolean }[] = [];
  cardChanges = 0;
  epoch = EPOCH;
  wantsEpoch: BodyOf<'startEpoch'> | null = null;

  record(): void {
    this.events.push(refusedEvent(this.events.length + 1, this.epoch));
  }

  waiting(): readonly LedgerEvent[] {
    return this.events.filter(({ id }) => !this.answers.has(id));
  }

  last(): SyncReport {
    return this.reports.at(-1)!;
  }

  async cursor(stream: FeedPage['stream']): Promise<string | null> {
    return this.cursors.get(stream) ?? null;
  }

  async apply(page: FeedPage): Promise<void> {
    this.pages.push(page);
    this.cursors.set(page.stream, page.cursor);
  }

  async nextDelivery(most: number): Promise<Delivery | null> {
    const waiting = this.waiting();
    const epoch = waiting[0]?.epoch;
    if (epoch === undefined) return null;
    const items = waiting.filter((event) => event.epoch === epoch).slice(0, most);
    return { epoch, items: items.map((event) => ({ event, sealed: null })) };
  }

  async delivered(delivery: Delivery, answers: readonly ItemAnswer[], serverTime: string | null): Promise<void> {
    this.deliveries.push(delivery);
    this.deliveredAt.push(serverTime);
    for (const [index, { event }] of delivery.items.entries()) {
      const answer = answers[index];
      if (answer?.id !== event.id) throw new Error('an answer for another event');
      if (this.answers.has(event.id)) throw new Error('answered twice');
      this.answers.set(event.id, answer);
    }
  }

  async wantedPlaces(): Promise<BodyOf<'lease'>[]> {
    return [...this.wanted.values()];
  }

  async granted(request: BodyOf<'lease'>, answer: LeaseAnswer | null): Promise<void> {
    this.wanted.delete(request.requestId);
    this.grants.push(answer);
  }

  async takeKeys({ signingKeys }: Pick<DeskStatus, 'signingKeys'>): Promise<string> {
    return signingKeys[0]?.key ?? '';
  }

  async presentEpoch(): Promise<string> {
    return this.epoch;
  }

  async checkEpoch(status: DeskStatus, forked: boolean): Promise<BodyOf<'startEpoch'> | null> {
    this.statuses.push({ status, forked });
    return this.wantsEpoch;
  }

  async startedEpoch(epoch: string): Promise<void> {
    this.epoch = epoch;
    this.wantsEpoch = null;
  }

  async heard(news: { wanted: readonly string[]; freed: readonly string[] }): Promise<void> {
    this.heardOf.push(news);
  }

  async cardsChanged(): Promise<void> {
    this.cardChanges += 1;
  }

  async report(report: SyncReport): Promise<void> {
    this.reports.push(report);
  }
}
