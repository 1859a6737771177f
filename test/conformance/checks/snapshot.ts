/** The published card list: manifest, signature, file, validators, parts. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { manifestText } from '../../../src-shared/registry-api/snapshot.ts';
import { ask, expectProblem, must, type Answer } from '../http.ts';
import { cardsOfFile, mustAgree, readerOfCards } from '../card-list.ts';
import { NotApplicable, type Check } from '../check.ts';
import type { Registry } from '../registry.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SPKI form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** As many as are read in a minute or two. */
const MOST_CARDS = 200_000;
const SQLITE = 'SQLite format 3\0';

async function published(registry: Registry) {
  const { token } = await registry.desk();
  const manifest = await registry.call('snapshot', { token });
  const file = (headers: Record<string, string>): Promise<Answer> =>
    ask(registry.url, `/v1/snapshots/${manifest.hash}`, { token, headers });
  return { token, manifest, file };
}

export const SNAPSHOT_CHECKS: readonly Check[] = [
  {
    title: 'the card list’s manifest is signed with a key of the enrolment',
    async run(registry) {
      const { token, manifest } = await published(registry);
      const { signingKeys } = await registry.call('desk', { token });
      const text = Buffer.from(manifestText(manifest));
      const isSigned = signingKeys.some(({ key }) => {
        const der = Buffer.concat([SPKI, Buffer.from(key, 'base64')]);
        const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
        return verify(null, text, publicKey, Buffer.from(manifest.signature, 'base64'));
      });
      must(isSigned, 'no signing key’s signature is on it');
    },
  },
  {
    title: 'the card list’s file is what its manifest says: hash, lengths, SQLite',
    async run(registry) {
      const { manifest, file } = await published(registry);
      const { status, bytes } = await file({});
      must(status === 200, `status ${status}`);
      must(bytes.length === manifest.compressedBytes, `${bytes.length} bytes in place of ${manifest.compressedBytes}`);
      must(createHash('sha256').update(bytes).digest('hex') === manifest.hash, 'its SHA-256 is another one');
      const whole = zstdDecompressSync(bytes);
      must(whole.length === manifest.bytes, `unpacked it has ${whole.length} bytes in place of ${manifest.bytes}`);
      must(whole.toString('latin1', 0, SQLITE.length) === SQLITE, 'it is not SQLite');
    },
  },
  {
    title: 'the card list’s file has an ETag, is kept for ever, and is not sent to who has it (304)',
    async run(registry) {
      const { file } = await published(registry);
      const { headers } = await file({});
      const etag = headers.get('etag');
      must(etag !== null, 'it has no ETag');
      must(headers.get('cache-control')?.includes('immutable') === true, 'Cache-Control: immutable is missing');
      const { status, bytes } = await file({ 'if-none-match': etag });
      must(status === 304 && bytes.length === 0, `If-None-Match: status ${status}, ${bytes.length} bytes`);
    },
  },
  {
    title: 'the card list’s file is sent in parts (206), and none beyond its end (416)',
    async run(registry) {
      const { manifest, file } = await published(registry);
      const { bytes: whole } = await file({});
      const part = await file({ range: 'bytes=10-19' });
      must(part.status === 206, `a range: status ${part.status} in place of 206`);
      must(part.bytes.equals(whole.subarray(10, 20)), 'a range: other bytes than those');
      const range = part.headers.get('content-range');
      must(range === `bytes 10-19/${manifest.compressedBytes}`, `Content-Range is ${range}`);
      const beyond = await file({ range: `bytes=${manifest.compressedBytes}-` });
      must(beyond.status === 416, `a range beyond the end: status ${beyond.status} in place of 416`);
    },
  },
  {
    title: 'a card list that there is not is a problem with 404',
    async run(registry) {
      const { token } = await registry.desk();
      const answer = await ask(registry.url, `/v1/snapshots/${'0'.repeat(64)}`, { token });
      expectProblem('an unknown hash', answer, 404, 'request.not-found');
    },
  },
  {
    title: 'the card list and the changes after it hold what the whole feed of cards holds',
    async run(registry) {
      const { manifest, file } = await published(registry);
      if (manifest.cards > MOST_CARDS) throw new NotApplicable(`has more than ${MOST_CARDS} cards to compare`);
      const { bytes } = await file({});
      const listed = cardsOfFile(bytes);
      must(listed.size === manifest.cards, `it has ${listed.size} cards, its manifest says ${manifest.cards}`);
      await mustAgree(readerOfCards(registry, listed, manifest.cursor), readerOfCards(registry, new Map(), null));
    },
  },
];
