/** The registry's keys, and what is made with them: card keys, opened codes, signatures (ARCHITECTURE, decision 4). */
import { createHash, createHmac } from 'node:crypto';
import sodium, { ready } from 'libsodium-wrappers';
import type { NetworkKey } from '../../src-shared/registry-api/schemas.ts';
import type { Clock, Random } from '../../src-shared/kernel/ports.ts';
import type { Tx } from '../db/database.ts';

export interface Keys {
  /** Ed25519. */
  readonly signing: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  /** X25519. */
  readonly sealing: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  /** 32 bytes each, newest first, two at most. */
  readonly network: readonly { readonly generation: number; readonly key: Uint8Array }[];
}

const PURPOSES = ['signing', 'sealing', 'network'] as const;
const SECRET_BYTES = 32;
const CARD_KEY_BYTES = 16;
const HMAC_BLOCK_BYTES = 64;

/** The keys that the database keeps; missing ones are made, once. */
export async function loadKeys(tx: Tx, clock: Clock, random: Random): Promise<Keys> {
  await ready;
  for (const purpose of PURPOSES) {
    await tx.query(
      'INSERT INTO keys (purpose, generation, secret, made_at) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING',
      [purpose, random.bytes(SECRET_BYTES), new Date(clock.now())],
    );
  }
  const rows = await tx.query<{ purpose: (typeof PURPOSES)[number]; generation: number; secret: Buffer }>(
    'SELECT purpose, generation, secret FROM keys ORDER BY generation DESC',
  );
  const of = (purpose: string) => rows.filter((row) => row.purpose === purpose);
  const [signing] = of('signing');
  const [sealing] = of('sealing');
  if (signing === undefined || sealing === undefined) throw new Error('the database holds no keys');
  const signingPair = sodium.crypto_sign_seed_keypair(signing.secret);
  return {
    signing: { publicKey: signingPair.publicKey, secretKey: signingPair.privateKey },
    sealing: { publicKey: sodium.crypto_scalarmult_base(sealing.secret), secretKey: sealing.secret },
    network: of('network')
      .slice(0, 2)
      .map(({ generation, secret }) => ({ generation, key: secret })),
  };
}

/** The network key that new card keys are made with. */
export function presentNetworkKey(keys: Keys): { readonly generation: number; readonly key: Uint8Array } {
  const [newest] = keys.network;
  if (newest === undefined) throw new Error('the database holds no network key');
  return newest;
}

/** The network keys as an enrolled desk gets them, newest first. */
export function networkKeys(keys: Keys): NetworkKey[] {
  return keys.network.map(({ generation, key }) => ({ generation, key: base64(key) }));
}

/** A card's key: the first 16 bytes of HMAC-SHA-256 of the normalised code, lower-case hexadecimal. */
export function cardKey(networkKey: Uint8Array, code: string): string {
  return createHmac('sha256', networkKey)
    .update(code)
    .digest('hex')
    .slice(0, CARD_KEY_BYTES * 2);
}

/** The inner and outer block of HMAC-SHA-256 (RFC 2104), for PostgreSQL, which has SHA-256 but no HMAC built in. */
export function hmacBlocks(networkKey: Uint8Array): { readonly inner: Buffer; readonly outer: Buffer } {
  const block = Buffer.alloc(HMAC_BLOCK_BYTES);
  block.set(networkKey);
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) };
}

/** The code in a box that was sealed to the registry (X25519 sealed box), or null where it cannot be opened. */
export function openSealed(sealed: Uint8Array, { sealing }: Keys): string | null {
  try {
    return sodium.crypto_box_seal_open(sealed, sealing.publicKey, sealing.secretKey, 'text');
  } catch {
    // Cut short, sealed to another key, or no text: the library throws for each.
    return null;
  }
}

/** Ed25519 signature over a text, base64. */
export function sign(text: string, { signing }: Keys): string {
  return base64(sodium.crypto_sign_detached(text, signing.secretKey));
}

/** SHA-256. */
export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Bytes as padded base64 (RFC 4648). */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
