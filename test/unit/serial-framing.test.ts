/** What a serial reader sends, cut into scans: by CR, LF, both or silence, set or learnt. */
import { describe, expect, test } from 'vitest';
import { serialScan } from '../../src-shared/scan/serial-frame.ts';
import {
  LONGEST_FRAME,
  PARTIAL_EXPIRES,
  PATIENCE_OF_LEARNING,
  REST_COMES,
  silenceOf,
} from '../../src-shared/scan/serial-framing.ts';
import { Line } from './serial-line.ts';

const ONE = 'A045198723';
const TWO = 'AM99000123';
const ENDS = { cr: '\r', lf: '\n', crlf: '\r\n' } as const;
const SET = ['cr', 'lf', 'crlf'] as const;
const SILENCE = silenceOf(9_600);
/** What a first scan is cut into, and what it would pass for. */
const HEAD = 'A0451';
const REST = '98723';
const NOISE = 'x'.repeat(10_000);

describe.each(SET)('framing by %s', (framing) => {
  const end = ENDS[framing];

  test('two scans in one chunk are two', () => {
    expect(new Line(framing).send(ONE + end + TWO + end).texts).toEqual([ONE, TWO]);
  });

  test('a scan in as many chunks as it has bytes is one, with its time and its chunks', () => {
    const line = new Line(framing);
    for (const byte of ONE + end) line.send(byte).rest(2);
    expect(line.frames).toEqual([
      {
        text: ONE,
        raw: {
          raw: Buffer.from(ONE + end).toString('hex'),
          milliseconds: 2 * (ONE.length + end.length - 1),
          parts: ONE.length + end.length,
        },
      },
    ]);
  });

  test('its end alone is no scan', () => {
    expect(
      new Line(framing)
        .send(end.repeat(3))
        .send(ONE + end)
        .send(end).texts,
    ).toEqual([ONE]);
  });

  test('a scan may pause for longer than silence', () => {
    expect(new Line(framing).send('A0451').rest(900).send(`98723${end}`).texts).toEqual([ONE]);
  });

  test('a scan whose end never came is given up and told of, and the next one starts clean', () => {
    const line = new Line(framing).send(HEAD).rest(PARTIAL_EXPIRES);
    expect([line.held, line.cuts]).toEqual([0, 1]);
    expect(line.rest(REST_COMES + 1).send(TWO + end).texts).toEqual([TWO]);
    expect(line.cuts).toBe(1);
  });

  test.each([1_001, 1_200, 4_999])('what comes of it %i ms later is no scan, and told of', (stall) => {
    const line = new Line(framing)
      .send(HEAD)
      .rest(stall)
      .send(REST + end);
    expect([line.texts, line.cuts]).toEqual([[], 2]);
    expect(line.send(TWO + end).texts).toEqual([TWO]);
  });

  test('that stalls twice is no scan either', () => {
    const line = new Line(framing).send('A0').rest(1_200).send('4519').rest(4_500).send(`8723${end}`);
    expect([line.texts, line.cuts]).toEqual([[], 3]);
    expect(line.send(TWO + end).texts).toEqual([TWO]);
  });

  test('of which nothing but its end was missing is told of, and the next one starts clean', () => {
    const line = new Line(framing)
      .send(ONE)
      .rest(1_200)
      .send(end)
      .send(TWO + end);
    expect([line.texts, line.cuts]).toEqual([[TWO], 1]);
  });

  test('10 kB of noise are dropped as a whole, and the next scan starts clean', () => {
    expect(new Line(framing).send(NOISE + end + ONE + end).texts).toEqual([ONE]);
    const line = new Line(framing).send(NOISE).send(NOISE).rest(PARTIAL_EXPIRES);
    expect(line.send(REST + end).send(ONE + end).texts).toEqual([ONE]);
  });
});

describe('framing', () => {
  test('by CR and LF takes a carriage return alone for data', () => {
    expect(new Line('crlf').send('A0451\r98723\r').send('\n').texts).toEqual(['A0451\r98723']);
  });

  test.each(['cr', 'lf'] as const)('by %s alone loses nothing to the other half of the end', (framing) => {
    expect(new Line(framing).send(`${ONE}\r`).send('\n').send(`${TWO}\r\n`).texts).toEqual([ONE, TWO]);
  });

  test('by CR and LF takes a line feed alone for data', () => {
    expect(new Line('crlf').send('A0451\n98723\r\n').texts).toEqual(['A0451\n98723']);
  });

  test('begins a scan with its first byte, whatever was left of the end before or fills the pause', () => {
    const line = new Line('cr').send(`${ONE}\r\n`).rest(500).send('\0').rest(400).send(`${TWO}\r`);
    expect(line.frames[1]?.raw).toEqual({ raw: Buffer.from(`${TWO}\r`).toString('hex'), milliseconds: 0, parts: 1 });
  });

  test('counts for each scan the chunks that it came in, also where they hold parts of others', () => {
    const line = new Line('cr').send(`${ONE}\r${TWO}`).send(`\r${ONE}`).send('\r');
    expect(line.frames.map(({ raw }) => raw.parts)).toEqual([1, 2, 2]);
  });

  test('ends 10 kB of noise that come in two halves at an end in two halves', () => {
    expect(new Line('crlf').send(`${NOISE}\r`).send(`\n${ONE}\r\n`).texts).toEqual([ONE]);
  });

  test('leaves out control characters around a scan, and NULs that fill pauses', () => {
    expect(new Line('cr').send(`\0\0\x02${ONE}\x03\t\0\r\0\0`).texts).toEqual([ONE]);
    expect(new Line('cr').send('\x02\x03\0\r').texts).toEqual([]);
  });

  test('cuts a text that is too long for a code, and its raw bytes', () => {
    const [frame] = new Line('cr').send(`${'x'.repeat(LONGEST_FRAME - 1)}\r`).frames;
    expect(frame?.text).toHaveLength(1_000);
    expect(frame?.raw.raw).toHaveLength(2_000);
  });

  test('keeps bytes that are no ASCII, each as a character', () => {
    expect(new Line('cr').send('\xe4\xff\r').texts).toEqual(['\xe4\xff']);
  });
});

describe('silence', () => {
  test('lasts 31 to 47 milliseconds, by the speed', () => {
    expect([1_200, 9_600, 115_200].map(silenceOf)).toEqual([47, 33, 31]);
  });

  test('ends a scan, not a millisecond sooner', () => {
    const line = new Line('silence')
      .send('A0451')
      .rest(SILENCE - 1)
      .send('98723')
      .rest(SILENCE - 1);
    expect(line.texts).toEqual([]);
    expect(line.rest(1).send(TWO).rest(SILENCE).texts).toEqual([ONE, TWO]);
    expect(line.frames[0]?.raw).toMatchObject({ milliseconds: SILENCE - 1, parts: 2 });
  });

  test('ends a scan also where the timer did not ring before the next one', () => {
    const line = new Line('silence').send(ONE);
    line.now += 5_000;
    expect(line.send(TWO).rest(SILENCE).texts).toEqual([ONE, TWO]);
  });

  test('is waited for once more where the machine was busy: bytes may lie unread', () => {
    const line = new Line('silence').send('A0451').stall(200).send('98723').rest(SILENCE);
    expect(line.texts).toEqual([ONE]);
    expect(new Line('silence').send(ONE).stall(200).stall(200).texts).toEqual([ONE]);
    const twice = new Line('silence').send('A0').stall(200).send('451').stall(200).send('98723').rest(SILENCE);
    expect(twice.texts).toEqual([ONE]);
  });

  test('ends 10 kB of noise, which are dropped', () => {
    expect(new Line('silence').send(NOISE).rest(SILENCE).send(ONE).rest(SILENCE).texts).toEqual([ONE]);
  });

  test('leaves line ends out of a scan', () => {
    expect(new Line('silence').send(`${ONE}\r\n`).rest(SILENCE).texts).toEqual([ONE]);
  });
});

describe('learning', () => {
  test.each(SET)('takes %s at once, and settles on it after three scans', (framing) => {
    const line = new Line('learn');
    for (let scan = 1; scan <= 4; scan += 1) {
      line.send(ONE + ENDS[framing]);
      expect(line.texts).toHaveLength(scan);
    }
    expect(line.settled).toBe(framing);
  });

  test('knows CR and LF also where they come in two chunks', () => {
    const line = new Line('learn');
    for (let scan = 1; scan <= 3; scan += 1) line.send(`${ONE}\r`).rest(5).send('\n');
    expect(line.texts).toEqual([ONE, ONE, ONE]);
    expect(line.settled).toBe('crlf');
  });

  test('takes silence, longer at first, since a reader may stall', () => {
    const line = new Line('learn')
      .send('A0451')
      .rest(PATIENCE_OF_LEARNING - 1)
      .send('98723')
      .rest(PATIENCE_OF_LEARNING);
    line.send(TWO).rest(PATIENCE_OF_LEARNING).send(ONE).rest(PATIENCE_OF_LEARNING);
    expect(line.texts).toEqual([ONE, TWO, ONE]);
    expect(line.settled).toBe('silence');
    expect(line.send(TWO).rest(SILENCE).texts).toHaveLength(4);
  });

  test('once settled on an end, takes no other for one', () => {
    const line = new Line('learn').send(`${ONE}\r`.repeat(4)).send('one\ntwo').rest(500).send('\r');
    expect(line.texts.slice(4)).toEqual(['one\ntwo']);
  });

  test('starts anew when the end no longer comes: one scan is lost, the next is not', () => {
    const line = new Line('learn').send(`${ONE}\r`.repeat(4)).send(`${ONE}\n`).rest(PARTIAL_EXPIRES);
    expect([line.texts.length, line.cuts]).toEqual([4, 1]);
    expect(line.settled).toBeNull();
    expect(
      line
        .rest(REST_COMES + 1)
        .send(`${TWO}\n`)
        .texts.slice(4),
    ).toEqual([TWO]);
  });

  test('once settled on CR and LF, two scans that end by CR alone are no scan, and told of', () => {
    const line = new Line('learn').send(`${ONE}\r\n`.repeat(4)).send(`${ONE}\r${TWO}\r`).rest(PARTIAL_EXPIRES);
    expect([line.texts.length, line.cuts, line.settled]).toEqual([4, 1, null]);
  });

  test.each([140, 250, 499])('waits for the rest of a first scan that stalls for %i ms', (stall) => {
    expect(new Line('learn').send(HEAD).rest(stall).send(`${REST}\r`).texts).toEqual([ONE]);
  });

  test('takes no rest for a scan whose beginning was taken for one', () => {
    const line = new Line('learn').send(HEAD).rest(600).send(`${REST}\r`);
    expect([line.texts, line.cuts]).toEqual([[HEAD], 1]);
    expect(line.send(`${TWO}\r`).texts).toEqual([HEAD, TWO]);
  });

  test('takes no pause for an end once a line end was seen, nor the rest for a scan', () => {
    const line = new Line('learn').send(`${ONE}\r`).send(HEAD).rest(1_200).send(REST).rest(1_200);
    expect([line.texts, line.cuts]).toEqual([[ONE], 2]);
    expect(line.rest(REST_COMES).send(TWO).rest(PATIENCE_OF_LEARNING).texts).toEqual([ONE, TWO]);
  });

  test('starts anew when a line feed follows what was settled to be enough', () => {
    const line = new Line('learn').send(`${ONE}\r`.repeat(4)).send(`${TWO}\r\n`.repeat(3));
    expect(line.texts.slice(4)).toEqual([TWO, TWO, TWO]);
    expect(line.settled).toBe('crlf');
  });

  test('starts anew when line ends come where there was only silence', () => {
    const line = new Line('learn');
    for (let scan = 1; scan <= 3; scan += 1) line.send(ONE).rest(PATIENCE_OF_LEARNING);
    line.send(`${TWO}\r\n`).rest(SILENCE);
    expect(line.settled).toBeNull();
    expect(line.send(`${ONE}\r\n${TWO}\r\n`).texts).toEqual([ONE, ONE, ONE, TWO, ONE, TWO]);
  });

  test('starts anew after noise, which may have been an end that was not known', () => {
    const line = new Line('learn').send(`${ONE}\r`.repeat(4)).send(NOISE);
    expect(line.send(`\n${TWO}\n`).texts.slice(4)).toEqual([TWO]);
  });
});

describe('a scan', () => {
  const frameOfCode = (text: string) => new Line('cr').send(`${text}\r`).frames[0]!;

  test('is the frame without its AIM identifier', () => {
    expect(serialScan(frameOfCode(`\x02]A0${ONE}\x03`), 'serial', 'serial:1', 7)).toEqual({
      text: ONE,
      symbology: 'code-39',
      aim: ']A0',
      source: 'serial',
      device: 'serial:1',
      at: 7,
    });
  });

  test('is nothing where nothing else was there', () => {
    expect(serialScan(frameOfCode(']A0'), 'serial', 'serial:1', 7)).toBeNull();
  });
});
