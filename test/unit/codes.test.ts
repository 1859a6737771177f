import { createHmac } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCodeKeeper } from '../../src-main/services/codes.ts';

const KEY = Buffer.alloc(32, 5);

beforeAll(async () => {
  await sodium.ready;
});

describe('what is kept of a code (ARCHITECTURE, decision 4)', () => {
  test('its key is the first 16 bytes of HMAC-SHA-256 under the generation’s network key', async () => {
    const sealingKey = Buffer.from(sodium.crypto_box_keypair().publicKey).toString('base64');
    const keeper = await createCodeKeeper({
      networkKeys: [{ generation: 3, key: KEY.toString('base64') }],
      sealingKey,
    });
    const whole = createHmac('sha256', KEY).update('A045198723').digest('hex');
    expect(keeper.keyOf('A045198723', 3)).toBe(whole.slice(0, 32));
    expect(keeper.keyOf('A045198723', 2)).toBeNull();
  });

  test('the registry opens what is sealed; the desk holds nothing that could; no two seals are alike', async () => {
    const { publicKey, privateKey } = sodium.crypto_box_keypair();
    const sealingKey = Buffer.from(publicKey).toString('base64');
    const keeper = await createCodeKeeper({ networkKeys: [], sealingKey });
    const sealed = keeper.seal('A045198723');
    const opened = sodium.crypto_box_seal_open(sealed, publicKey, privateKey);
    expect(Buffer.from(opened).toString()).toBe('A045198723');
    expect(Buffer.from(keeper.seal('A045198723')).equals(Buffer.from(sealed))).toBe(false);
    expect(Buffer.from(sealed).includes('A045198723')).toBe(false);
  });

  test('a sealing key that is none is refused at once', async () => {
    await expect(createCodeKeeper({ networkKeys: [], sealingKey: 'AAAA' })).rejects.toThrow(/sealing key/);
  });
});
