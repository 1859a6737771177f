/** 1,000,000 inputs of bytes through the parser of HID report descriptors and the reader of reports; 100,000 scans. */
import { expect, test } from 'vitest';
import { fuzzDescriptors } from '../unit/hid-fuzz.ts';
import { loadScans } from '../unit/hid-load.ts';

const INPUTS = 1_000_000;
const SCANS = 100_000;
const SEED = Number(process.env['KAIKUDESK_FUZZ_SEED'] ?? 20_261_122);

test('1,000,000 inputs: none throws, all end', () => {
  const { inputs, withLayouts, reads, milliseconds, wrong } = fuzzDescriptors(INPUTS, SEED);
  process.stdout.write(
    `  HID descriptors: ${inputs} inputs, ${withLayouts} with a layout, ${reads} reads of noise, ${wrong.length} wrong, ${milliseconds} ms\n`,
  );
  expect(wrong).toEqual([]);
  expect(inputs).toBe(INPUTS);
}, 900_000);

test('100,000 scans of devices of any layout, eight at a time: none lost, wrong or doubled', () => {
  const { sent, read, wrong, doubled, reports, p95 } = loadScans(SCANS, SEED);
  process.stdout.write(
    `  HID scans: ${sent} sent in ${reports} reports, ${read} read, ${wrong} wrong, ${doubled} doubled, p95 ${p95.toFixed(3)} ms\n`,
  );
  expect({ read, wrong, doubled }).toEqual({ read: sent, wrong: 0, doubled: 0 });
  expect(sent).toBeGreaterThanOrEqual(SCANS);
}, 300_000);
