/** The registry's keys, and what is made with them: card keys, opened codes, signatures (ARCHITECTURE, decision 4). */
import { hash } from 'node:crypto';
import sodium, { ready } from 'libsodium-wrappers';
import native from 'sodium-native';
import type { NetworkKey, SigningKey } from '../../../src-shared/registry-api/bodies/enrolment.ts';
import type { Clock, Random } from '../../../src-shared/kernel/ports.ts';
import type { Tx } from '../../db/database.ts';
import { readSetting } from '../settings.ts';

/** A network key; one that is not in use is announced only: desks have it before any card is known by it. */
export interface HeldNetworkKey {
  readonly generation: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly isInUse: boolean;
}

interface HeldSigningKey {
  readonly generation: number;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
  /** By the key before. */
  readonly endorsement: Uint8Array | null;
}

/** The keys as this node knows them; `reload` brings them up to date. */
export interface Keys {
  /** Ed25519, newest first. */
  readonly signing: readonly [HeldSigningKey, ...HeldSigningKey[]];
  /** X25519. */
  readonly sealing: { readonly publicKey: Uint8Array; readonly secretKey: Uint8Array };
  /** Every generation, newest first: what was recorded under an old one can still be checked. */
  readonly network: readonly HeldNetworkKey[];
  /** The database came from a backup: desks may hold a network key that is lost here. */
  readonly isRestored: boolean;
  reload(tx: Tx): Promise<void>;
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
      `INSERT INTO keys (purpose, generation, secret, made_at, in_use_from) VALUES ($1, 1, $2, $3, $3)
       ON CONFLICT DO NOTHING`,
      [purpose, random.bytes(SECRET_BYTES), new Date(clock.now())],
    );
  }
  let read = await readKeys(tx);
  return {
    get signing() {
      return read.signing;
    },
    get sealing() {
      return read.sealing;
    },
    get network() {
      return read.network;
    },
    get isRestored() {
      return read.isRestored;
    },
    async reload(from) {
      read = await readKeys(from);
    },
  };
}

/** The keys as they are in the database now. */
export async function readKeys(tx: Tx): Promise<Omit<Keys, 'reload'>> {
  const rows = await tx.query<KeyRow>(
    `SELECT purpose, generation, secret, endorsement, in_use_from IS NOT NULL AS "isInUse" FROM keys
     ORDER BY generation DESC`,
  );
  const of = (purpose: KeyRow['purpose']) => rows.filter((row) => row.purpose === purpose);
  const [signing, ...earlier] = of('signing').map(signingPair);
  const [sealing] = of('sealing');
  if (signing === undefined || sealing === undefined) throw new Error('the database holds no keys');
  return {
    signing: [signing, ...earlier],
    sealing: { publicKey: sodium.crypto_scalarmult_base(sealing.secret), secretKey: sealing.secret },
    network: of('network').map(({ generation, secret, isInUse }) => ({ generation, key: secret, isInUse })),
    isRestored: (await readSetting(tx, 'restored')) !== null,
  };
}

interface KeyRow {
  readonly purpose: (typeof PURPOSES)[number];
  readonly generation: number;
  readonly secret: Buffer;
  readonly endorsement: Buffer | null;
  readonly isInUse: boolean;
}

function signingPair({ generation, secret, endorsement }: Omit<KeyRow, 'purpose' | 'isInUse'>): HeldSigningKey {
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(secret);
  return { generation, publicKey, secretKey: privateKey, endorsement };
}

/** A new secret for a key of any purpose. */
export function newSecret(random: Random): Uint8Array {
  return random.bytes(SECRET_BYTES);
}

/** The public half of a signing key's secret. */
export function signingKeyOf(secret: Uint8Array): Uint8Array {
  return sodium.crypto_sign_seed_keypair(secret).publicKey;
}

/** The network key that cards are known by. */
export function presentNetworkKey({ network }: Pick<Keys, 'network'>): HeldNetworkKey {
  const present = network.find(({ isInUse }) => isInUse);
  if (present === undefined) throw new Error('the database holds no network key');
  return present;
}

/** The network keys as desks get them, newest first: an announced one, the present one and the one before it. */
export function networkKeys(keys: Pick<Keys, 'network'>): NetworkKey[] {
  const present = keys.network.indexOf(presentNetworkKey(keys));
  return keys.network.slice(0, present + 2).map(({ generation, key }) => ({ generation, key: base64(key) }));
}

/** The signing keys as desks get them, newest first. */
export function signingKeys({ signing }: Pick<Keys, 'signing'>): SigningKey[] {
  return signing.map(({ generation, publicKey, endorsement }) => ({
    generation,
    key: base64(publicKey),
    endorsement: endorsement === null ? null : base64(endorsement),
  }));
}

/** A card's key: the first 16 bytes of HMAC-SHA-256 of the normalised code, lower-case hexadecimal. */
export function cardKey(networkKey: Uint8Array, code: string): string {
  // Two hashes over ready-made blocks: making a key object for each code takes several times as long.
  const { inner, outer } = blocksOf(networkKey);
  const within = hash('sha256', Buffer.concat([inner, Buffer.from(code)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, within]), 'hex').slice(0, CARD_KEY_BYTES * 2);
}

const knownBlocks = new WeakMap<Uint8Array, ReturnType<typeof hmacBlocks>>();

function blocksOf(networkKey: Uint8Array): ReturnType<typeof hmacBlocks> {
  const known = knownBlocks.get(networkKey);
  if (known !== undefined) return known;
  const blocks = hmacBlocks(networkKey);
  knownBlocks.set(networkKey, blocks);
  return blocks;
}

/** The inner and outer block of HMAC-SHA-256 (RFC 2104), for PostgreSQL, which has SHA-256 but no HMAC built in. */
export function hmacBlocks(networkKey: Uint8Array): { readonly inner: Buffer; readonly outer: Buffer } {
  const block = Buffer.alloc(HMAC_BLOCK_BYTES);
  block.set(networkKey);
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) };
}

/** The code in a box that was sealed to the registry (X25519 sealed box), or null where it cannot be opened. */
export function openSealed(sealed: Uint8Array, { sealing }: Pick<Keys, 'sealing'>): string | null {
  // The native library: three times as fast, and every reservation and ticket is opened.
  const length = sealed.length - native.crypto_box_SEALBYTES;
  if (length < 0) return null;
  const text = Buffer.alloc(length);
  return native.crypto_box_seal_open(text, sealed, sealing.publicKey, sealing.secretKey) ? text.toString() : null;
}

/** Signature of the newest signing key (Ed25519) over a text, base64. */
export function sign(text: string, { signing }: Pick<Keys, 'signing'>): string {
  return base64(sodium.crypto_sign_detached(text, signing[0].secretKey));
}

/** SHA-256. */
export function sha256(data: string | Uint8Array): Buffer {
  return hash('sha256', data, 'buffer');
}

/** Bytes as padded base64 (RFC 4648). */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
