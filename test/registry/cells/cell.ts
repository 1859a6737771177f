/** What the permission table's test needs of each call: a request that would succeed if the caller may make it. */
import type { Allowance } from '../../../src-shared/registry-api/permissions.ts';
import type { RunningRegistry } from '../../../src-registry/start.ts';

/** A site of the test's world, and a token of its first user. */
export interface CellSite {
  readonly id: string;
  readonly login: string;
  readonly networkId: string | null;
  readonly token: string;
}

export interface CellWorld {
  readonly registry: RunningRegistry;
  /** A national administrator's token, to prepare things with. */
  readonly administrator: string;
  readonly networkId: string;
}

/** Path, query and body of a request. */
export interface CellRequest {
  /** In place of every `:name` of the path. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Prepares whatever the call needs (a new one for each cell) and gives a request about something that belongs to `target`.
 * Null: the call can only ever be about the caller's own site, and `target` is another one.
 */
export type Cell = (world: CellWorld, target: CellSite, caller: CellSite) => Promise<CellRequest | null>;

type WithAllowance<Part> = {
  [Name in keyof Part]: Part[Name] extends { readonly access: infer Access }
    ? Access extends string
      ? never
      : Access extends Allowance
        ? Name
        : never
    : never;
}[keyof Part];

/** One cell for every call of a part of the table that is for certain roles. */
export type Cells<Part> = Readonly<Record<WithAllowance<Part>, Cell>>;
