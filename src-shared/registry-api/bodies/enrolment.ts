/** Bodies of a desk's enrolment, of what the registry knows of a desk, and of its epochs. */
import { z } from 'zod';
import { base64, hex, id, instant } from '../../kernel/schemas.ts';
import { line } from './text.ts';
import { sitePolicySchema, siteSchema } from './site.ts';

export const networkKeySchema = z.strictObject({ generation: z.int().min(1), key: base64 });
export type NetworkKey = z.infer<typeof networkKeySchema>;

/** Ed25519 public key, 32 bytes. */
export const signingKeySchema = z.strictObject({
  generation: z.int().min(1),
  key: base64,
  /** Signature of the key of the generation before over `endorsedText`; null for the first. */
  endorsement: base64.nullable(),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/** Enrolling a desk: it gets a token, the keys that it needs and its first epoch. */
export const enrolRequest = z.strictObject({ requestId: id, deskName: line(60) });
export const enrolAnswer = z.strictObject({
  deskId: id,
  deskName: z.string(),
  site: siteSchema,
  token: z.string(),
  epoch: id,
  /** Newest first: the one in use, the one before, and ahead of them one that is announced (ARCHITECTURE, decision 4). */
  networkKeys: z.array(networkKeySchema).min(1),
  /** X25519 public key, 32 bytes: codes are sealed to it. */
  sealingKey: base64,
  /** Ed25519 public key, 32 bytes: snapshots are signed with it. */
  signingKey: base64,
  /** A registry with demo data: the desk may show the demo panel. */
  demo: z.boolean(),
});
export type Enrolment = z.infer<typeof enrolAnswer>;

export const deskQuery = z.strictObject({
  /** Of the ledger that asks: two copies of one disk each hear of their own. Left out, or unknown here: the newest. */
  epoch: id.optional(),
});

/** What the registry knows of the asking desk. */
export const deskAnswer = z.strictObject({
  deskId: id,
  site: siteSchema,
  policy: sitePolicySchema,
  serverTime: instant,
  /** As at enrolment; what is new among them is to be kept before a card list or a use comes that needs it. */
  networkKeys: z.array(networkKeySchema).min(1),
  /** Newest first, back to the first. */
  signingKeys: z.array(signingKeySchema).min(1),
  epoch: z.strictObject({
    id,
    frozen: z.boolean(),
    /** The last event that arrived of this epoch; null: none yet. */
    head: z.strictObject({ sequence: z.int().min(1), hash: hex(32) }).nullable(),
  }),
});
export type DeskStatus = z.infer<typeof deskAnswer>;

/** A new epoch, with empty leases; the one before is frozen. */
export const epochRequest = z.strictObject({ requestId: id, before: id, why: z.enum(['restored', 'forked']) });
export const epochAnswer = z.strictObject({ epoch: id });
