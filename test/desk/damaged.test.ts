/** What readers and people do to a code on its way: read where that is lawful, else refused with what was wrong (CARD-2, CARD-4). */
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { checkCharacterOf } from '../../src-shared/card/check-digit.ts';
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import { reasonWords } from '../../src-shared/i18n/reason-words.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import { LONGEST_SCAN } from '../../src-shared/scan/scan.ts';
import { HANDED_KEYS, personalCard } from './cards.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, SITE, type DeskUnderTest } from './desk-under-test.ts';
import { performance, TODAY } from './performances.ts';

const CODE = 'A045198723';
/** The same, as a reader sends it that took its `3` for a check character. */
const STRIPPED = 'A04519872';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function deskAtWork(): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open = [desk];
  const offered = performance();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

/** Reads past the double-read guard, and gives what is shown. */
async function take(desk: DeskUnderTest, read: PayloadOf<'desk.scan'>): Promise<NonNullable<DeskState['shown']>> {
  await desk.time.advance(2_000);
  expect((await desk.call('desk.scan', read)).ok).toBe(true);
  return desk.state().shown!;
}

describe('damaged input', () => {
  test.each([
    ['lower case', 'a045198723'],
    ['spaces', ' A045 198 723 '],
    ['asterisks', '*A045198723*'],
    ['an AIM identifier', ']A0A045198723'],
    ['a line end', 'A045198723\r\n'],
    ['NULs', 'A045198723\0\0\0\0'],
    ['a byte order mark', '\uFEFFA045198723'],
    ['STX and ETX', '\u0002A045198723\u0003'],
    ['a web address', 'https://example.org/kortti/A045198723'],
    ['a web address with a slash after it', ']Q1https://example.org/A045198723/\n'],
  ])('with %s: it is the card', async (_, text) => {
    const desk = await deskAtWork();
    const shown = await take(desk, { text, source: 'wedge' });
    expect(shown).toMatchObject({
      cardKind: 'personal',
      codeTail: '8723',
      verdict: { outcome: 'accept', reasons: [] },
    });
    await desk.confirmed(shown);
    // In any other guise it is the same card.
    expect(reasonsOf(await take(desk, { text: CODE, source: 'typed' }))).toEqual(['duplicate.same-performance']);
  });

  test.each([
    ['a web address that ends otherwise', 'https://example.org/A045198723?from=qr', 'address'],
    ['two reads in one', 'A0451\r\n98723', 'characters'],
    ['full-width digits', 'A０４５１９８７２３', 'characters'],
    ['noise', '\u0001%&/()='.repeat(150).slice(0, LONGEST_SCAN), 'too-long'],
    ['nothing but a line end', '\r\n', 'empty'],
  ])('%s: it is refused, and the screen says why', async (_, text, why) => {
    const desk = await deskAtWork();
    const { verdict } = await take(desk, { text, source: 'wedge' });
    expect(verdict.reasons).toEqual([{ code: 'card.malformed', severity: 'refuse', parameters: { why } }]);
  });

  test('card and address of one code, read within the same moment, are one scan', async () => {
    const desk = await deskAtWork();
    const { scanId } = await take(desk, { text: CODE, source: 'wedge' });
    await desk.call('desk.scan', { text: `https://example.org/${CODE}`, source: 'camera' });
    expect(desk.state()).toMatchObject({ shown: { scanId } });
  });
});

describe('a check character that a reader keeps to itself', () => {
  const only = [{ code: 'card.check-digit-stripped', severity: 'refuse', parameters: {} }];

  test('the whole code is a known card: refused with the setting to change, and not named', async () => {
    const desk = await deskAtWork();
    const shown = await take(desk, { text: STRIPPED, source: 'wedge' });
    expect(shown).toMatchObject({
      cardKind: null,
      codeTail: '',
      verdict: { outcome: 'refuse', reasons: only, grounds: [] },
    });
    expect(JSON.stringify(desk.pushed)).not.toMatch(/A045198723|8723/);
    const wish = { scanId: shown.scanId, children: 0, deliberately: true };
    expect(await desk.call('desk.confirm', wish)).toEqual(fail('desk.not-accepted'));
    expect(desk.store.ledger.events(FIRST_EPOCH).at(-1)).toMatchObject({
      type: 'refused',
      cardKey: null,
      reasons: ['card.check-digit-stripped'],
    });
    // With the setting changed the card is as good as any.
    expect((await take(desk, { text: CODE, source: 'wedge' })).verdict.outcome).toBe('accept');
  });

  test.each([']A3', ']A7'])('the reader says so by %s: refused, even where what it sent is a card', async (aim) => {
    const desk = await deskAtWork();
    desk.cards.put(STRIPPED, personalCard(TODAY));
    for (const text of [STRIPPED, 'A999999999', 'AB']) {
      expect((await take(desk, { text, source: 'wedge', aim })).verdict.reasons).toEqual(only);
      expect((await take(desk, { text: `${aim}${text}`, source: 'wedge' })).verdict.reasons).toEqual(only);
    }
    expect((await take(desk, { text: STRIPPED, source: 'wedge', aim: ']A1' })).verdict.outcome).toBe('accept');
  });

  test('a card of the list is never taken for a part of another', async () => {
    const desk = await deskAtWork();
    desk.cards.put(STRIPPED, personalCard(TODAY));
    expect((await take(desk, { text: STRIPPED, source: 'wedge' })).verdict.outcome).toBe('accept');
  });

  test('one too short to be a code is told too', async () => {
    const desk = await deskAtWork();
    expect(reasonsOf(await take(desk, { text: '105', source: 'wedge' }))).toEqual(['card.malformed']);
    desk.cards.put('1056', personalCard(TODAY));
    expect((await take(desk, { text: '105', source: 'wedge' })).verdict.reasons).toEqual(only);
  });

  test('a person who leaves the last digit out is told to check the digits; so is a camera, and a QR code', async () => {
    const desk = await deskAtWork();
    const reads = [
      { source: 'typed' },
      { source: 'camera' },
      { source: 'wedge', symbology: 'qr-code' },
      { source: 'wedge', aim: ']A0' },
    ] as const;
    for (const read of reads) {
      expect(reasonsOf(await take(desk, { text: STRIPPED, ...read }))).toEqual(['card.unknown']);
    }
  });

  test('judged again it is the same: another stage, children, news; and it turns up when the list comes', async () => {
    const desk = await deskAtWork();
    await take(desk, { text: 'A999999999', source: 'wedge', aim: ']A3' });
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    expect(desk.state().shown?.verdict.reasons).toEqual(only);
    const { scanId } = desk.state().shown!;
    await desk.call('desk.children', { scanId, children: 1 });
    await desk.desk.deskSide.cardsChanged();
    expect(desk.state().shown?.verdict).toMatchObject({ children: 1, reasons: only });
    await desk.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(desk.state().shown?.verdict.reasons).toEqual(only);

    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    desk.cards.say({ keyGeneration: 0 });
    expect(reasonsOf(await take(desk, { text: STRIPPED, source: 'wedge' }))).toEqual(['cache.empty']);
    desk.cards.say({ keyGeneration: 1 });
    await desk.desk.deskSide.cardsChanged();
    expect(desk.state().shown?.verdict.reasons).toEqual(only);
  });

  test('no site’s policy lets it pass, where a stale list knows the whole code or the reader says so', async () => {
    const desk = await deskAtWork();
    const status = {
      deskId: '019d0000-0000-7000-8000-ffffffffffff',
      site: SITE,
      policy: { provisional: 'allow' },
      serverTime: desk.now(),
      ...HANDED_KEYS,
      epoch: { id: FIRST_EPOCH, frozen: false, head: null },
    } as const;
    await desk.desk.deskSide.checkEpoch(status, false);
    desk.cards.say({ freshAt: '2026-11-10T00:00:00.000Z' });
    expect((await take(desk, { text: STRIPPED, source: 'wedge' })).verdict.reasons).toEqual(only);
    desk.cards.say({ state: 'damaged', keyGeneration: 0 });
    expect((await take(desk, { text: STRIPPED, source: 'wedge', aim: ']A3' })).verdict.reasons).toEqual(only);
  });

  test('in a group its line is refused, the others are recorded', async () => {
    const desk = await deskAtWork();
    await desk.call('desk.group', { open: true });
    for (const text of ['AM99000123', STRIPPED, 'A100000001']) {
      await desk.call('desk.scan', { text, source: 'wedge' });
    }
    const { basketId, lines, good } = desk.state().basket!;
    expect(lines.map(({ verdict }) => verdict.outcome)).toEqual(['accept', 'refuse', 'accept']);
    expect(lines[1]).toMatchObject({ codeTail: '', verdict: { reasons: only } });
    expect(good).toBe(2);
    const done = await desk.call('desk.group-confirm', { basketId, deliberately: true });
    expect(done.ok && done.value.acquisitionIds).toHaveLength(2);
  });

  test('the test area says so, and sells nothing', async () => {
    const desk = await deskAtWork();
    await desk.call('scanners.test', { open: true });
    await desk.call('desk.scan', { text: STRIPPED, source: 'wedge' });
    await desk.call('desk.scan', { text: `${CODE}\0`, source: 'wedge', aim: ']A3' });
    await desk.call('desk.scan', { text: STRIPPED, source: 'typed' });
    await desk.call('desk.scan', { text: 'https://example.org/', source: 'camera' });
    const { shown, scanners } = desk.state();
    expect(shown).toBeNull();
    expect(scanners.test?.map(({ made }) => made)).toEqual([
      { what: 'malformed', why: 'address' },
      { what: 'code', code: STRIPPED, double: false },
      { what: 'check-digit-stripped' },
      { what: 'check-digit-stripped' },
    ]);
  });
});

describe('a code that is not known (CARD-4)', () => {
  test.each([
    ['fi', /^Tarkista numerot kortista/],
    ['sv', /^Jämför siffrorna med kortet/],
    ['en', /^Check the digits against the card/],
  ] as const)('typed or scanned, staff are asked to check the digits: %s', async (language, asked) => {
    const desk = await deskAtWork();
    for (const source of ['typed', 'wedge'] as const) {
      const { verdict } = await take(desk, { text: 'A999999999', source });
      expect(verdict.reasons.map((reason) => reasonWords(language, reason, 0).next)).toEqual([
        expect.stringMatching(asked),
      ]);
    }
  });

  test('is never matched to a similar one: whatever its neighbours, the verdict is the same', async () => {
    const desk = await deskAtWork();
    const digits = fc.integer({ min: 0, max: 99_999_999 }).map((number) => `A2${String(number).padStart(8, '0')}`);
    const source = fc.constantFrom('wedge', 'typed', 'camera');
    await fc.assert(
      fc.asyncProperty(digits, source, async (code, from) => {
        const alone = await take(desk, { text: code, source: from });
        const neighbours = neighboursOf(code);
        for (const neighbour of neighbours) desk.cards.put(neighbour, personalCard(TODAY));
        const among = await take(desk, { text: code, source: from });
        for (const neighbour of neighbours) desk.cards.put(neighbour, null);
        expect(alone.verdict.reasons).toEqual([{ code: 'card.unknown', severity: 'refuse', parameters: {} }]);
        expect({ ...among, scanId: '' }).toEqual({ ...alone, scanId: '' });
      }),
      { seed: 45, numRuns: 60 },
    );
  });
});

/** Codes one character away: another digit, two changed about, one less, one more; not the one that it would be part of. */
function neighboursOf(code: string): string[] {
  const found = new Set<string>();
  for (let at = 1; at < code.length; at += 1) {
    for (const digit of '0123456789') found.add(code.slice(0, at) + digit + code.slice(at + 1));
    found.add(code.slice(0, at) + code.slice(at + 1));
    found.add(`${code.slice(0, at - 1)}${code.charAt(at)}${code.charAt(at - 1)}${code.slice(at + 1)}`);
  }
  for (const digit of '0123456789') if (digit !== checkCharacterOf(code)) found.add(code + digit);
  found.delete(code);
  return [...found];
}
