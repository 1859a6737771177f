import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { endorsedText } from '../../src-shared/registry-api/signing-key.ts';
import type { SigningKey } from '../../src-shared/registry-api/bodies/enrolment.ts';
import { NETWORK_KEYS, keyOf } from './cards.ts';
import { deskUnderTest, reasonsOf, SECRETS, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function desk(): Promise<DeskUnderTest> {
  const made = await deskUnderTest();
  open.push(made);
  return made;
}

interface Pair {
  readonly key: string;
  readonly secret: KeyObject;
}

function pair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return { key: Buffer.from(x!, 'base64url').toString('base64'), secret: privateKey };
}

function endorsed({ key }: Pair, generation: number, by: Pair): SigningKey {
  const endorsement = sign(null, Buffer.from(endorsedText({ generation, key })), by.secret).toString('base64');
  return { generation, key, endorsement };
}

const networkKey = (generation: number) => ({
  generation,
  key: Buffer.alloc(32, generation).toString('base64'),
});

describe('signing keys', () => {
  const [first, second, third, stranger] = [pair(), pair(), pair(), pair()];
  const root: SigningKey = { generation: 1, key: first.key, endorsement: null };

  async function taken(pinned: Pair, signingKeys: readonly SigningKey[]): Promise<string> {
    const made = await desk();
    made.secrets = { ...SECRETS, signingKey: pinned.key };
    const trusted = await made.desk.deskSide.takeKeys({ networkKeys: NETWORK_KEYS, signingKeys: [...signingKeys] });
    expect(made.secrets.signingKey).toBe(trusted);
    return trusted;
  }

  test('each next one is trusted that the one before signed, over any number of rotations', async () => {
    const chain = [endorsed(third, 3, second), endorsed(second, 2, first), root];
    expect(await taken(first, chain)).toBe(third.key);
    expect(await taken(second, chain)).toBe(third.key);
    expect(await taken(third, chain)).toBe(third.key);
  });

  test('one that does not follow from the pinned one counts for nothing', async () => {
    expect(await taken(first, [endorsed(second, 2, stranger), root])).toBe(first.key);
    expect(await taken(first, [{ generation: 2, key: second.key, endorsement: null }, root])).toBe(first.key);
    // Endorsed as another generation.
    expect(await taken(first, [{ ...endorsed(second, 3, first), generation: 2 }, root])).toBe(first.key);
    expect(await taken(first, [endorsed(stranger, 2, stranger), { ...root, key: stranger.key }])).toBe(first.key);
    // An answer that is older than what this desk knows.
    expect(await taken(second, [root])).toBe(second.key);
  });
});

describe('network keys', () => {
  const signingKeys = [{ generation: 1, key: SECRETS.signingKey, endorsement: null }];

  test('a new one is kept durably and used from then on; the key of the list in use stays until there is another', async () => {
    const made = await desk();
    const handed = [networkKey(4), networkKey(3)];
    await made.desk.deskSide.takeKeys({ networkKeys: handed, signingKeys });
    expect(made.secrets?.networkKeys.map(({ generation }) => generation)).toEqual([4, 3, 1]);
    const offered = performance();
    await made.offer(offered);
    await made.call('desk.pick', { performanceId: offered.id });
    // The list is under the first key, as it was.
    expect(reasonsOf(await made.scan('A045198723'))).toEqual([]);

    await made.call('desk.pick', { performanceId: null });
    made.cards.say({ keyGeneration: 4 });
    await made.desk.deskSide.takeKeys({ networkKeys: handed, signingKeys });
    expect(made.secrets?.networkKeys.map(({ generation }) => generation)).toEqual([4, 3]);
    // An answer that was on its way for long takes nothing back.
    await made.desk.deskSide.takeKeys({ networkKeys: [networkKey(3), networkKey(2)], signingKeys });
    expect(made.secrets?.networkKeys.map(({ generation }) => generation)).toEqual([4, 3, 2]);
  });

  test('CARD-5, CHILD-3: once the registry names a use by the new key, it is found under that alone', async () => {
    const made = await desk();
    const offered = performance();
    await made.offer(offered);
    await made.call('desk.pick', { performanceId: offered.id });
    const acquisitionId = await made.sell('A045198723');
    const own = made.store.acquisitions.find(acquisitionId);
    expect(own?.cardKey).toBe(keyOf('A045198723', 1));
    await made.hearUses({
      acquisitionId,
      performanceId: offered.id,
      cardKey: keyOf('A045198723', 2),
      epoch: own?.placeEpoch ?? '',
      deskName: 'Kassa',
      at: own?.at ?? '',
      children: 0,
      units: 0,
      state: 'redeemed',
      cardSeen: true,
      lapsesAt: null,
    });
    expect(made.store.acquisitions.ofCard(offered.id, [keyOf('A045198723', 2)])).toHaveLength(1);
    expect(made.store.acquisitions.ofCard(offered.id, [keyOf('A045198723', 1)])).toEqual([]);
  });
});
