/** Keys that the registry has rotated: the desk follows, and goes on recognising cards meanwhile (ARCHITECTURE, decision 4). */
import { createPublicKey, verify } from 'node:crypto';
import type { DeskStatus, NetworkKey, SigningKey } from '../../src-shared/registry-api/bodies/enrolment.ts';
import { endorsedText } from '../../src-shared/registry-api/signing-key.ts';
import type { DeskContext } from './context.ts';
import type { EnrolmentDependencies } from './enrol.ts';
import { showAgain } from './show.ts';

export type KeyDependencies = Pick<EnrolmentDependencies, 'secrets' | 'makeCodeKeeper'>;

/**
 * Keeps what is new, durably, before it is used; gives the signing key to check card lists with. The key that the list in use
 * was made with is kept until there is another list, however often the registry has rotated since.
 */
export async function takeKeys(
  context: DeskContext,
  { secrets, makeCodeKeeper }: KeyDependencies,
  { networkKeys: handed, signingKeys }: Pick<DeskStatus, 'networkKeys' | 'signingKeys'>,
): Promise<string> {
  const held = secrets.read();
  if (held === null) throw new Error('keys are handed only to an enrolled desk');
  const signingKey = newestEndorsed(held.signingKey, signingKeys);
  const inUse = context.cardList.status().keyGeneration;
  const networkKeys = merged(handed, held.networkKeys, inUse);
  const isSame = JSON.stringify([networkKeys, signingKey]) === JSON.stringify([held.networkKeys, held.signingKey]);
  if (isSame) return signingKey;
  const renewed = { ...held, networkKeys, signingKey };
  const codeKeeper = await makeCodeKeeper(renewed);
  secrets.write(renewed);
  context.session.codeKeeper = codeKeeper;
  showAgain(context, 'news');
  return signingKey;
}

/**
 * What was handed out, newest first; and of what is held and no longer among it the key of the list in use, and newer ones:
 * the answer is older than what this desk knows.
 */
function merged(handed: readonly NetworkKey[], held: readonly NetworkKey[], inUse: number): NetworkKey[] {
  const newest = Math.max(...handed.map(({ generation }) => generation));
  const missing = held.filter(
    ({ generation }) =>
      (generation === inUse || generation > newest) && !handed.some((each) => each.generation === generation),
  );
  return [...handed, ...missing].toSorted((a, b) => b.generation - a.generation);
}

/** From the pinned key on, each next one that the one before has signed. What does not follow from the pinned one counts for nothing. */
function newestEndorsed(pinned: string, signingKeys: readonly SigningKey[]): string {
  const byAge = signingKeys.toSorted((a, b) => a.generation - b.generation);
  let trusted = pinned;
  for (const next of byAge.slice(byAge.findIndex(({ key }) => key === pinned) + 1)) {
    if (!isEndorsed(next, trusted)) break;
    trusted = next.key;
  }
  return trusted;
}

function isEndorsed(next: SigningKey, by: string): boolean {
  if (next.endorsement === null) return false;
  const x = Buffer.from(by, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(endorsedText(next)), key, Buffer.from(next.endorsement, 'base64'));
}
