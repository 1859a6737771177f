/** Bearer tokens: 32 random bytes, of which the database keeps the SHA-256 only. */
import type { Random } from '../../../src-shared/kernel/ports.ts';
import { sha256 } from '../keys/keys.ts';

const TOKEN_BYTES = 32;

export interface Token {
  readonly text: string;
  readonly hash: Buffer;
}

/** A new token; `hash` is what may be kept. */
export function newToken(random: Random): Token {
  const text = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
  return { text, hash: tokenHash(text) };
}

/** What the database knows a token by. */
export function tokenHash(text: string): Buffer {
  return sha256(text);
}
