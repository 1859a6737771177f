/** A million generated inputs, byte by byte, through the serial reducer: no exception, and nothing but scans comes out. */
import { expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { parseCardCode } from '../../src-shared/card/code.ts';
import { rawRead, scanSchema } from '../../src-shared/scan/scan.ts';
import { serialScan, type SerialFrame } from '../../src-shared/scan/serial-frame.ts';
import { LONGEST_FRAME, startFraming, takeBytes, takeSilence } from '../../src-shared/scan/serial-framing.ts';
import { chanceOf, type Chance } from '../fuzz/chance.ts';
import { Line } from '../unit/serial-line.ts';

const INPUTS = 1_000_000;
const SEED = 20_261_123;
const FRAMINGS = ['cr', 'lf', 'crlf', 'silence', 'learn'] as const;
const SPEEDS = [1_200, 9_600, 115_200] as const;
const STALLING_SCANS = 100_000;
const LINE_ENDS = [
  ['cr', '\r'],
  ['lf', '\n'],
  ['crlf', '\r\n'],
] as const;
const TEN_MINUTES = 600_000;

/** What readers send, mutilated, and what they never send. */
function inputOf(chance: Chance): Uint8Array {
  if (chance.oneIn(2_000)) return new Uint8Array(10_000).fill(chance.below(256));
  const length = chance.below(chance.oneIn(20) ? 400 : 24);
  const kind = chance.below(3);
  return Uint8Array.from({ length }, () => {
    if (kind === 0) return chance.below(256);
    if (kind === 1) return chance.pick([0x0d, 0x0a, 0x00, 0x02, 0x03, 0x09, 0x5d, 0x2a, 0x41, 0x30]);
    return chance.oneIn(12) ? chance.pick([0x0d, 0x0a]) : chance.pick([...Buffer.from(']A0*AM4519872')]);
  });
}

/** Held in plain conditions, a schema a frame would take minutes: what is odd is then held against the schemas. */
function isOdd({ text, raw }: SerialFrame): boolean {
  const inOrder = raw.milliseconds >= 0 && raw.parts >= 1 && raw.raw.length <= 2_000 && raw.raw.length % 2 === 0;
  return text.length === 0 || text.length > 1_000 || !inOrder;
}

test(
  'a million inputs: no exception, no frame longer than the limit, no code out of what is none',
  () => {
    const chance = chanceOf(SEED);
    let state = startFraming('learn', 9_600);
    let now = 0;
    let frames = 0;
    let codes = 0;
    let longest = 0;
    for (let input = 0; input < INPUTS; input += 1) {
      if (input % 1_000 === 0) state = startFraming(chance.pick(FRAMINGS), chance.pick(SPEEDS));
      now += chance.below(chance.oneIn(10) ? 3_000 : 40);
      const bytes = inputOf(chance);
      const step = chance.oneIn(8) ? takeSilence(state, now) : takeBytes(state, bytes, now);
      ({ state } = step);
      longest = Math.max(longest, state.held.length);
      for (const frame of step.frames) {
        frames += 1;
        const scan = serialScan(frame, 'serial', 'serial:1', now);
        if (isOdd(frame)) expect(rawRead.safeParse(frame.raw).success && frame.text.length > 0).toBe(true);
        if (scan === null) continue;
        if (frames % 100 === 0) expect(scanSchema.safeParse(scan).success).toBe(true);
        const code = parseCardCode(scan.text, PRESET_RULE_SET.code);
        if (!code.ok) continue;
        codes += 1;
        // Nothing is made up: the code is in the text, letter by letter.
        if (!/^[A-Z0-9]+$/.test(code.value) || !bare(scan.text).includes(code.value))
          expect(code.value).toBe(scan.text);
      }
    }
    process.stdout.write(`  serial | ${INPUTS} generated inputs | ${frames} frames, ${codes} well-formed codes\n`);
    expect(longest).toBeLessThanOrEqual(LONGEST_FRAME);
    expect(frames).toBeGreaterThan(INPUTS / 20);
    expect(codes).toBeGreaterThan(0);
  },
  TEN_MINUTES,
);

test(
  'scans that stall for up to five seconds: what is handed on is a whole frame, the one that was sent',
  () => {
    const chance = chanceOf(SEED);
    const seen = { sent: 0, read: 0, cut: 0 };
    while (seen.sent < STALLING_SCANS) {
      const [framing, end] = chance.pick([...LINE_ENDS]);
      const line = new Line(chance.oneIn(2) ? 'learn' : framing).send(`A045198723${end}`).rest(10);
      for (let scan = 0; scan < 1_000; scan += 1) {
        const code = `${chance.pick(['', 'A', 'AM'])}${1_000 + chance.below(1e9)}`;
        const [read, cuts] = [line.texts.length, line.cuts];
        const sent = code + end;
        const at = chance.below(sent.length);
        line.send(sent.slice(0, at)).rest(chance.below(chance.oneIn(3) ? 4_990 : 990));
        line.send(sent.slice(at)).rest(chance.below(chance.oneIn(3) ? 4_990 : 20));
        expect(line.texts.slice(read)).toEqual(line.cuts === cuts ? [code] : []);
        seen.sent += 1;
        seen.read += line.texts.length - read;
        seen.cut += line.cuts > cuts ? 1 : 0;
      }
    }
    process.stdout.write(`  serial | ${seen.sent} stalling scans | ${seen.read} read, ${seen.cut} to be read again\n`);
    expect(seen.read + seen.cut).toBe(seen.sent);
  },
  TEN_MINUTES,
);

function bare(text: string): string {
  return text.replaceAll(/[\s\0]/g, '').toUpperCase();
}
