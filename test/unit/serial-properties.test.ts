/** Whatever the chunks, the same bytes are the same scans. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATIENCE_OF_LEARNING } from '../../src-shared/scan/serial-framing.ts';
import { Line } from './serial-line.ts';

const RUNS = { seed: 20_261_123, numRuns: 1_000 };
const ENDS = { cr: '\r', lf: '\n', crlf: '\r\n' } as const;

const framing = fc.constantFrom('cr', 'lf', 'crlf', 'silence', 'learn');
const end = fc.constantFrom('cr', 'lf', 'crlf');
const code = fc.stringMatching(/^[A-Z]{0,2}[0-9]{4,12}$/);
const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 40 });

/** Sends the text in chunks that end at these places, each a millisecond after the other. */
function inChunks(line: Line, text: string, places: readonly number[]): Line {
  const inside = new Set(places.filter((place) => place > 0 && place < text.length));
  const sorted = [0, ...[...inside].toSorted((one, two) => one - two), text.length];
  for (const [index, from] of sorted.slice(0, -1).entries()) line.send(text.slice(from, sorted[index + 1])).rest(1);
  return line;
}

describe('any chunks', () => {
  test('of codes with one end give each code once and in order, set or learnt', () => {
    fc.assert(
      fc.property(end, fc.boolean(), fc.array(code, { maxLength: 12 }), cuts, (ends, isLearnt, codes, places) => {
        const line = new Line(isLearnt ? 'learn' : ends);
        inChunks(line, codes.map((each) => each + ENDS[ends]).join(''), places);
        expect(line.texts).toEqual(codes);
      }),
      RUNS,
    );
  });

  test('of any bytes give the same scans as one chunk', () => {
    const bytes = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\r', '\n', '\0', 'A', '4'),
        fc.nat(255).map((byte) => String.fromCharCode(byte)),
      ),
      maxLength: 300,
    });
    fc.assert(
      fc.property(framing, bytes, cuts, (framed, text, places) => {
        const whole = new Line(framed).send(text).rest(5_000);
        const chunks = inChunks(new Line(framed), text, places).rest(5_000);
        const shown = (line: Line) => line.frames.map((frame) => [frame.text, frame.raw.raw]);
        expect(shown(chunks)).toEqual(shown(whole));
        expect(chunks.held).toBe(0);
      }),
      RUNS,
    );
  });

  test('with pauses give each code once where only silence ends them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('silence', 'learn'),
        fc.array(code, { maxLength: 8 }),
        cuts,
        (framed, codes, places) => {
          const line = new Line(framed);
          for (const each of codes) inChunks(line, each, places).rest(PATIENCE_OF_LEARNING);
          expect(line.texts).toEqual(codes);
        },
      ),
      RUNS,
    );
  });
});

describe('stalls of up to five seconds', () => {
  /** Within a frame and after it: none, short ones, and those after which it is given up. */
  const stall = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 990 }), fc.integer({ min: 1_001, max: 4_900 }));
  const stalled = fc.array(
    fc.record({
      code,
      at: fc.uniqueArray(fc.tuple(fc.nat({ max: 13 }), stall), { maxLength: 3, selector: ([place]) => place }),
      after: stall,
    }),
    { maxLength: 12 },
  );

  test('never make a scan of a part of one: what is handed on was sent, and what was not is told of', () => {
    fc.assert(
      fc.property(end, fc.boolean(), stalled, (ends, isLearnt, sent) => {
        const line = new Line(isLearnt ? 'learn' : ends);
        const whole = sent.map((each) => each.code + ENDS[ends]);
        // Whoever is to learn has seen one scan.
        line.send(`A045198723${ENDS[ends]}`).rest(10);
        const expected = ['A045198723'];
        for (const [index, frame] of whole.entries()) {
          const before = line.cuts;
          const { code: text, at, after } = sent[index]!;
          let from = 0;
          for (const [place, milliseconds] of at.toSorted(([one], [other]) => one - other)) {
            if (place >= frame.length) break;
            line.send(frame.slice(from, place)).rest(milliseconds);
            from = place;
          }
          line.send(frame.slice(from)).rest(after);
          if (line.cuts === before) expected.push(text);
        }
        expect(line.texts).toEqual(expected);
      }),
      RUNS,
    );
  });
});
