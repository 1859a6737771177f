/** What may be kept of a card code: a keyed hash, and the code sealed to the registry (ARCHITECTURE, decision 4). */
import { createHmac } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import type { CodeKeeper, Secrets } from './ports.ts';

/** Bytes kept of the HMAC. */
const KEY_BYTES = 16;

/** Bytes of an X25519 public key (RFC 7748). */
const SEALING_KEY_BYTES = 32;

/**
 * Makes the keeper from the enrolled desk's keys, once the cryptographic library is ready. `keyOf` is the first 16
 * bytes of HMAC-SHA-256 (RFC 2104) over the code's UTF-8 text, in lower-case hexadecimal; `seal` is libsodium's sealed
 * box to the registry's X25519 key. Rejects where the sealing key is no key.
 */
export async function createCodeKeeper(secrets: Pick<Secrets, 'networkKeys' | 'sealingKey'>): Promise<CodeKeeper> {
  // The functions exist on the default export only, and only once it is ready.
  await sodium.ready;
  const networkKeys = new Map(
    secrets.networkKeys.map(({ generation, key }) => [generation, Buffer.from(key, 'base64')] as const),
  );
  const sealingKey = Buffer.from(secrets.sealingKey, 'base64');
  if (sealingKey.length !== SEALING_KEY_BYTES) throw new Error('the sealing key has a wrong length');
  return {
    generations: [...networkKeys.keys()].toSorted((a, b) => b - a),
    keyOf(code, generation) {
      const networkKey = networkKeys.get(generation);
      if (networkKey === undefined) return null;
      return createHmac('sha256', networkKey)
        .update(code)
        .digest('hex')
        .slice(0, KEY_BYTES * 2);
    },
    seal: (code) => sodium.crypto_box_seal(code, sealingKey),
  };
}
