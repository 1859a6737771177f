/** Every parser that a scan goes through, fed with anything: none throws, and none takes for a code what is none. */
import * as fc from 'fast-check';
import { keptCharacter } from '../../src-shared/card/check-digit.ts';
import { parseCardCode, readCardCode } from '../../src-shared/card/code.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { takeAim } from '../../src-shared/scan/aim.ts';
import { describeHid } from '../../src-shared/scan/hid-descriptor.ts';
import { profileOf } from '../../src-shared/scan/hid-profiles.ts';
import { NO_REPORTS, takeReport } from '../../src-shared/scan/hid-report.ts';
import { LONGEST_SCAN, scanSchema, SOURCES, type Scan } from '../../src-shared/scan/scan.ts';
import { serialScan } from '../../src-shared/scan/serial-frame.ts';
import { startFraming, takeBytes, takeSilence } from '../../src-shared/scan/serial-framing.ts';
import { beginWedge, wedgeKey, wedgeSilence, type WedgeStep } from '../../src-shared/scan/wedge.ts';
import { chanceOf } from './chance.ts';
import { fuzzed, inputs, type Input } from './parser-inputs.ts';
import { codeInScan, codeInText, isCode, tellsOfKept } from './parser-oracle.ts';

const GRAMMAR = PRESET_RULE_SET.code;
const SEED = 1_000_003;

/** Takes one input, and gives how many codes were read of it. Throws where anything is not as it must be. */
type Feed = (input: Input) => number;

/** Inputs that are fed without a pause: the test's process has to answer in between. */
const AT_ONCE = 20_000;

export type ParserName = keyof typeof PARSERS;

/** Feeds a parser, half by fast-check and half by the fuzzer, and tells how many there were and how many held a code. */
export async function fuzzParser(name: ParserName, most: number): Promise<string> {
  const began = performance.now();
  const feed = PARSERS[name]();
  const chance = chanceOf(SEED);
  let codes = 0;
  let fed = 0;
  const take = (input: Input): void => {
    codes += feed(input);
    fed += 1;
  };
  for (let batch = 0; batch * AT_ONCE < most; batch += 1) {
    const half = Math.ceil(Math.min(AT_ONCE, most - batch * AT_ONCE) / 2);
    fc.assert(fc.property(inputs, take), { seed: SEED + batch, numRuns: half, endOnFailure: true });
    for (let number = 0; number < half; number += 1) takeFuzzed(take, fuzzed(chance));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (codes < fed / 1_000) throw new Error(`only ${codes} codes in ${fed} inputs`);
  return `${name}: ${fed} inputs, ${codes} codes, ${Math.round(performance.now() - began)} ms`;
}

function takeFuzzed(take: (input: Input) => void, input: Input): void {
  try {
    take(input);
  } catch (error) {
    throw new Error(`fuzzed ${Buffer.from(input.bytes).toString('hex')}, ${JSON.stringify(input.text)}`, {
      cause: error,
    });
  }
}

const PARSERS = {
  parseCardCode: () => (input) => {
    const code = parseCardCode(input.text, GRAMMAR);
    return same(code.ok ? code.value : null, codeInText(input.text));
  },

  readCardCode:
    () =>
    ({ text }) =>
      readAsScan(text),

  'AIM identifier':
    () =>
    ({ text }) => {
      const { aim, text: rest, symbology } = takeAim(text);
      check((aim ?? '') + rest === text, 'the text has changed');
      check((aim !== null) === /^\][A-Za-z][0-9A-Za-z]/.test(text), 'not an identifier');
      check((aim === null) === (symbology === null), 'a symbology without an identifier');
      return readAsScan(rest);
    },

  'kept check character': () => {
    let count = 0;
    return ({ text }) => {
      count += 1;
      const source = SOURCES[count % SOURCES.length] ?? 'wedge';
      const { told, whole } = keptCharacter({ text, source, symbology: null, aim: null }, GRAMMAR);
      check(told === tellsOfKept(text), 'told otherwise');
      check(whole === null || (isCode(whole) && !told), 'no code');
      return whole === null ? 0 : 1;
    };
  },

  'HID report': () => {
    let state = NO_REPORTS;
    let now = 0;
    return ({ bytes }) => {
      now += (bytes[0] ?? 0) * 8;
      const layouts = profileOf((bytes[1] ?? 0) % 2 === 0 ? null : 0x05_e0).layouts;
      const step = takeReport(state, layouts, bytes, now);
      state = step.state;
      return step.read === null ? 0 : readAsDevices({ ...step.read, source: 'hid', device: 'hid', at: now });
    };
  },

  'HID descriptor': () => {
    const report = Buffer.concat([Buffer.from([2, 10]), Buffer.from(']A0A045198723'), Buffer.alloc(49)]);
    return ({ bytes }) => {
      const { layouts } = describeHid(bytes);
      const { read } = takeReport(NO_REPORTS, layouts, report, 0);
      return read === null ? 0 : readAsDevices({ ...read, source: 'hid', device: 'hid', at: 0 });
    };
  },

  'serial framing': () => {
    let state = startFraming('learn', 9_600);
    let now = 0;
    return ({ bytes }) => {
      now += bytes[0] ?? 1;
      const silent = takeSilence(state, now);
      const step = takeBytes(silent.state, bytes, now);
      state = step.state;
      const scans = [...silent.frames, ...step.frames].map((frame) => serialScan(frame, 'serial', 'serial', now));
      return scans.reduce((codes, scan) => codes + (scan === null ? 0 : readAsDevices(scan)), 0);
    };
  },

  'keyboard wedge': () => {
    const ways = { grammar: GRAMMAR, prefix: '', suffix: '' };
    let state = beginWedge({ paceMilliseconds: null, ending: 'unknown' });
    let now = 0;
    const took = (step: WedgeStep): number => {
      state = step.state;
      let codes = 0;
      for (const action of step.actions) {
        if (action.type !== 'scan' && action.type !== 'partial') continue;
        check(action.text.length <= LONGEST_SCAN, 'a scan that is too long');
        if (action.type === 'scan') codes += readAsScan(action.text);
      }
      return codes;
    };
    return ({ text, bytes }) => {
      // A reader mostly, and at times a person.
      const gap = (bytes[0] ?? 0) % 5 === 0 ? 140 : 8;
      let codes = 0;
      for (const character of text.slice(0, MOST_KEYS)) {
        now += gap;
        codes += took(wedgeKey(state, strokeOf(character, now), ways));
      }
      now += 2_000;
      return codes + took(wedgeSilence(state, now, ways));
    };
  },
} satisfies Record<string, () => Feed>;

export const PARSER_NAMES = Object.keys(PARSERS) as ParserName[];

const MOST_KEYS = 40;

function strokeOf(character: string, time: number): Parameters<typeof wedgeKey>[1] {
  const plain = { time, shifted: /[A-Z]/.test(character), modified: character === '\u0001', repeat: false };
  const intoText = character.charCodeAt(0) % 3 === 0;
  if (character === '\r') return { key: 'Enter', code: 'Enter', ...plain, intoText };
  if (character === '\t') return { key: 'Tab', code: 'Tab', ...plain, intoText };
  const code = /[A-Za-z]/.test(character) ? `Key${character.toUpperCase()}` : `Digit${character}`;
  return { key: character, code: /[A-Za-z0-9]/.test(character) ? code : '', ...plain, intoText: false };
}

/** What a device hands on is a scan by the contract, and is read as one. */
function readAsDevices(scan: Scan & { readonly raw?: unknown }): number {
  const { text, symbology, aim, source, device, at } = scan;
  scanSchema.parse({ text, symbology, aim, source, device, at });
  return readAsScan(text);
}

function readAsScan(text: string): number {
  const code = readCardCode(text, GRAMMAR);
  return same(code.ok ? code.value : null, codeInScan(text));
}

function same(read: string | null, right: string | null): number {
  check(read === right, `read ${read}, which is ${right}`);
  check(read === null || isCode(read), 'no code');
  return read === null ? 0 : 1;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
