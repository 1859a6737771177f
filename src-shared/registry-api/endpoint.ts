/** What one call of the national interface is. */
import type { z } from 'zod';
import type { Allowance } from './permissions.ts';

/**
 * Who may call: anybody, whoever is logged in, whoever is logged in with a password that must be changed first too, an
 * enrolled desk, a desk that has been revoked too (it may still deliver), or users of sites with certain roles.
 */
export type Access = 'public' | 'session' | 'any-session' | 'desk' | 'revoked-desk' | Allowance;

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Each `:name` is a UUID, unless `parameters` says otherwise. Never a card's code: addresses are logged. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  /** Of the path; left out: UUIDs. */
  readonly parameters?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The most bytes of a body; left out: 1 MiB. */
  readonly mostBytes?: number;
  /** JSON that caches may keep for everybody; left out: `no-store`. */
  readonly maxAgeSeconds?: number;
  /** A schema for JSON, or the media type of anything else. */
  readonly answer: z.ZodType | MediaType;
}

export type MediaType = 'application/octet-stream' | 'text/event-stream' | 'text/csv' | 'text/plain';
