/** Many scanners of many layouts at once, each cutting scan after scan into reports. */
import * as fc from 'fast-check';
import { describeHid } from '../../src-shared/scan/hid-descriptor.ts';
import { NO_REPORTS, takeReport, type HidState } from '../../src-shared/scan/hid-report.ts';
import { chanceOf } from '../fuzz/chance.ts';
import { aims, descriptorOf, layoutOf, lengthOf, reportsOf, scanTexts, shapes } from './hid-writer.ts';

export interface LoadFigures {
  readonly sent: number;
  readonly read: number;
  /** Read, and not what was sent. */
  readonly wrong: number;
  /** Read more often than sent. */
  readonly doubled: number;
  readonly reports: number;
  /** Of the work for one scan, in milliseconds. */
  readonly p95: number;
}

/** Sends so many scans through eight devices at a time, whose reports come in any order. */
export function loadScans(scans: number, seed: number): LoadFigures {
  const chance = chanceOf(seed);
  const kinds = fc.sample(shapes, { seed, numRuns: 400 });
  const texts = fc.sample(scanTexts, { seed, numRuns: 2_000 });
  const identifiers = fc.sample(aims, { seed, numRuns: 50 });
  const times: number[] = [];
  const figures = { sent: 0, read: 0, wrong: 0, doubled: 0, reports: 0 };
  let now = 0;
  while (figures.sent < scans) {
    const devices = Array.from({ length: 8 }, () => {
      const shape = chance.pick(kinds);
      const { layouts } = describeHid(descriptorOf(shape));
      return { shape, layouts, state: NO_REPORTS as HidState, text: '', left: [] as Uint8Array[], spent: 0 };
    });
    for (let turns = 2_000; turns > 0; turns -= 1) {
      const device = chance.pick(devices);
      if (device.left.length === 0) {
        device.text = chance.pick(texts);
        device.left = reportsOf(layoutOf(device.shape), lengthOf(device.shape), device.text, chance.pick(identifiers));
        device.spent = 0;
        figures.sent += 1;
      }
      now += chance.below(5);
      const started = performance.now();
      const step = takeReport(device.state, device.layouts, device.left.shift()!, now);
      device.spent += performance.now() - started;
      device.state = step.state;
      figures.reports += 1;
      if (step.read === null) continue;
      times.push(device.spent);
      figures.read += 1;
      if (device.left.length > 0) figures.doubled += 1;
      else if (step.read.text !== device.text) figures.wrong += 1;
    }
    figures.sent -= devices.filter(({ left }) => left.length > 0).length;
  }
  return { ...figures, p95: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0 };
}
