/** Bytes for the parser of report descriptors: noise, valid descriptors damaged, items in any order. */
import * as fc from 'fast-check';
import { describeHid } from '../../src-shared/scan/hid-descriptor.ts';
import { NO_REPORTS, takeReport } from '../../src-shared/scan/hid-report.ts';
import { scanSchema } from '../../src-shared/scan/scan.ts';
import { chanceOf, type Chance } from '../fuzz/chance.ts';
import { descriptorOf, shapes } from './hid-writer.ts';

export interface FuzzReport {
  readonly inputs: number;
  /** Inputs that gave at least one layout. */
  readonly withLayouts: number;
  /** Scans that reports of noise gave under those layouts. */
  readonly reads: number;
  readonly milliseconds: number;
  /** Inputs in hexadecimal, with what was wrong; at most ten. */
  readonly wrong: readonly string[];
}

/** Prefixes of the items that move fields. */
const PREFIXES = [
  0x05, 0x06, 0x07, 0x75, 0x85, 0x95, 0x96, 0x97, 0xa4, 0xb4, 0x09, 0x0a, 0x0b, 0x19, 0x1a, 0x29, 0x2a, 0xa9, 0x81,
  0x82, 0xb1, 0x91, 0xa1, 0xc0, 0xfe,
];
const VALUES = [0x8c, 0xfb, 0xfc, 0xfd, 0xfe, 0xff, 0x3b, 0x01, 0x02, 0x08, 0x00, 0x12, 0x38, 0x07];

/** Reads so many generated inputs, and three reports of noise under each layout that comes out. */
export function fuzzDescriptors(inputs: number, seed: number): FuzzReport {
  const chance = chanceOf(seed);
  const valid = fc.sample(shapes, { seed, numRuns: 500 }).map((shape) => [...descriptorOf(shape)]);
  const wrong: string[] = [];
  let withLayouts = 0;
  let reads = 0;
  const started = performance.now();
  for (let index = 0; index < inputs; index += 1) {
    const input = Uint8Array.from(inputOf(chance, valid));
    try {
      const { layouts } = describeHid(input);
      if (layouts.length > 0) withLayouts += 1;
      for (const layout of layouts) {
        if (!Number.isInteger(layout.data.at) || layout.data.bytes < 1) throw new Error('data are nowhere');
        if (layout.data.at + layout.data.bytes > 16_385) throw new Error('data are beyond the report');
      }
      if (layouts.length > 0) reads += readNoise(chance, layouts);
    } catch (error) {
      if (wrong.length < 10) wrong.push(`${Buffer.from(input).toString('hex')}: ${String(error)}`);
    }
  }
  return { inputs, withLayouts, reads, milliseconds: Math.round(performance.now() - started), wrong };
}

function inputOf(chance: Chance, valid: readonly number[][]): number[] {
  const kind = chance.below(3);
  if (kind === 0) return Array.from({ length: chance.below(64) }, () => chance.below(256));
  if (kind === 1)
    return Array.from({ length: chance.below(40) }, () => chance.pick(PREFIXES)).flatMap((prefix) => {
      const length = [0, 1, 2, 4][prefix & 3]!;
      return [prefix, ...Array.from({ length }, () => (chance.oneIn(4) ? chance.below(256) : chance.pick(VALUES)))];
    });
  return damaged(chance, chance.pick(valid));
}

/** A few bytes changed, left out, doubled or put in; now and then none. */
function damaged(chance: Chance, descriptor: readonly number[]): number[] {
  const bytes = [...descriptor];
  for (let times = chance.below(4); times > 0; times -= 1) {
    const at = chance.below(bytes.length);
    const how = chance.below(4);
    if (how === 0) bytes[at] = chance.below(256);
    else if (how === 1) bytes.splice(at, 1 + chance.below(4));
    else if (how === 2) bytes.splice(at, 0, ...bytes.slice(at, at + chance.below(8)));
    else bytes.splice(at, 0, chance.below(256));
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

function readNoise(chance: Chance, layouts: ReturnType<typeof describeHid>['layouts']): number {
  let state = NO_REPORTS;
  let reads = 0;
  for (let index = 0; index < 3; index += 1) {
    const report = Uint8Array.from({ length: chance.below(70) }, () => chance.below(256));
    const { reportId } = chance.pick(layouts);
    if (reportId !== null && report.length > 0) report[0] = reportId;
    const step = takeReport(state, layouts, report, index);
    state = step.state;
    if (step.read === null) continue;
    reads += 1;
    const { text, symbology, aim } = step.read;
    scanSchema.parse({ text, symbology, aim, source: 'hid', device: 'x', at: index });
  }
  return reads;
}
