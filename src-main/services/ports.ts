/** What the desk's services need of the world, and what the sync needs of the desk's services. */
import type { Card } from '../../src-shared/card/card.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { DeliveredItem, ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskStatus, Enrolment, NetworkKey } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { PerformanceChange, UseChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';

/** The local card list as a verdict reads it; never waits, never throws. */
export interface CardList {
  /** The card with this key (hexadecimal), or null. Ask `status` afterwards: a broken list turns up while reading. */
  find(key: string): Card | null;
  status(): CardListStatus;
  /** Opens the file that the sync worker has put in place. */
  reopen(): void;
}

export interface CardListStatus {
  readonly state: 'empty' | 'loading' | 'ready' | 'damaged';
  readonly count: number;
  /** When it was last known to be complete, by the registry's time, ISO 8601 UTC; null: never. */
  readonly freshAt: string | null;
  /** Network key generation of its keys. */
  readonly keyGeneration: number;
}

/** What is kept in the OS keychain, or in a 0600 file under the web host (field lesson 24). */
export interface Secrets {
  readonly registryUrl: string;
  readonly token: string;
  readonly networkKeys: readonly NetworkKey[];
  /** X25519 public key, base64. */
  readonly sealingKey: string;
  /** Ed25519 public key, base64: pinned at enrolment, followed by those that it endorsed. */
  readonly signingKey: string;
}

export interface SecretStore {
  read(): Secrets | null;
  /** Durable when it returns. */
  write(secrets: Secrets): void;
}

/** Logs in and enrols over the network; once, by a person. */
export interface Enroller {
  enrol(wish: PayloadOf<'desk.enrol'> & { requestId: string }): Promise<Result<Enrolment, DeskErrorCode>>;
}

/** Turns a code into what may be kept of it (ARCHITECTURE, decision 4). */
export interface CodeKeeper {
  /** Generations of the network key that are held, newest first. */
  readonly generations: readonly number[];
  /** Truncated HMAC-SHA-256 under the network key of a generation, hexadecimal, or null where that key is not held. */
  keyOf(code: string, generation: number): string | null;
  /** The code sealed to the registry's public key; this desk cannot open it. */
  seal(code: string): Uint8Array;
}

export type FeedPage = (
  | { readonly stream: 'performances'; readonly changes: readonly PerformanceChange[] }
  | { readonly stream: 'uses'; readonly changes: readonly UseChange[] }
  | { readonly stream: 'rule-sets'; readonly changes: readonly RuleSet[] }
) & {
  /** It was asked for without a cursor: what is known and does not come by the end of the feed is there no more. */
  readonly fromBeginning: boolean;
  readonly cursor: string;
  /** False: with this page the feed is read to its end. */
  readonly more: boolean;
  /** The registry's time of the page, ISO 8601 UTC. */
  readonly serverTime: string;
};

export interface Delivery {
  readonly epoch: string;
  readonly items: readonly DeliveredItem[];
}

export interface SyncReport {
  readonly network: 'connecting' | 'online' | 'offline' | 'revoked';
  /** This machine's clock minus the registry's; null: not known. */
  readonly skewMilliseconds: number | null;
  /** Code of what is wrong, null when all is well. */
  readonly trouble: string | null;
  /** The sync is fetching a first or a new card list. */
  readonly loadingCards: boolean;
}

/** The desk service as the sync sees it; each call is one short durable transaction at the desk. */
export interface DeskSide {
  /** Where a feed goes on; null: from its beginning. */
  cursor(stream: FeedPage['stream']): Promise<string | null>;
  /** Takes rows and cursor in one transaction; replaying a page is harmless (field lesson 16). */
  apply(page: FeedPage): Promise<void>;
  /**
   * The next events to deliver, oldest epoch first, in order, at most `most`; behind all that waits, what was refused and
   * is to be tried again. Null: there is nothing.
   */
  nextDelivery(most: number): Promise<Delivery | null>;
  /**
   * Takes the answers, in the items' order, and the registry's time of them (null: it answered only that it will not have
   * the item). An unanswered item stays waiting.
   */
  delivered(delivery: Delivery, answers: readonly ItemAnswer[], serverTime: string | null): Promise<void>;
  /** Requests for places that are not answered yet. */
  wantedPlaces(): Promise<BodyOf<'lease'>[]>;
  /** Takes the answer to one; `null`: the registry refused the request for good. */
  granted(request: BodyOf<'lease'>, answer: LeaseAnswer | null): Promise<void>;
  /** The epoch that the ledger is in; null: none has begun. */
  presentEpoch(): Promise<string | null>;
  /**
   * Takes what the registry knows of this desk: the site's policy, and the ledger's head as it came there (a restore from
   * backup, a cloned disk). Gives the request for a new epoch, or null where all is well.
   */
  checkEpoch(status: DeskStatus, forked: boolean): Promise<BodyOf<'startEpoch'> | null>;
  /**
   * Takes the keys that the registry hands out now: network keys, and signing keys that the pinned one endorses. Gives the
   * signing key that card lists are checked with from now on, base64. They are durable when it resolves.
   */
  takeKeys(keys: Pick<DeskStatus, 'networkKeys' | 'signingKeys'>): Promise<string>;
  /** The registry has started the epoch that was asked for. */
  startedEpoch(epoch: string): Promise<void>;
  /** Another desk wants places of these performances; the registry has places again of those. */
  heard(news: { readonly wanted: readonly string[]; readonly freed: readonly string[] }): Promise<void>;
  /** The sync worker put a new or changed card list in place. */
  cardsChanged(): Promise<void>;
  report(report: SyncReport): Promise<void>;
}

/** The sync as the desk service sees it. */
export interface SyncControl {
  /**
   * Something waits: look now rather than at the next beat. `cards`: the card list turned out damaged while reading;
   * `uses`: what became of a reservation elsewhere must be known.
   */
  poke(what: 'deliver' | 'leases' | 'cards' | 'uses'): void;
  /** The demo panel's switch. */
  cutNetwork(cut: boolean): void;
}
