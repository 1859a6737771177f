/** Scans out of a file: one a line, at once or with the delays that the lines say. */
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AS_WRITTEN, AT_FULL_SPEED, replayScans, type ReplayPace } from '../../src-main/scanners/replay.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';

const CODE = 'A045198723';

async function replayed(chunks: readonly (string | Uint8Array)[], pace: ReplayPace = AT_FULL_SPEED) {
  const scans: Scan[] = [];
  const raws: RawRead[] = [];
  const count = await replayScans(
    Readable.from(chunks, { objectMode: true }),
    (scan, raw) => {
      scans.push(scan);
      raws.push(raw);
    },
    pace,
  );
  expect(scans).toHaveLength(count);
  return { scans, raws, texts: scans.map(({ text }) => text) };
}

describe('a replay', () => {
  test('hands on each line, with and without an end, and no empty ones', async () => {
    const { scans, raws, texts } = await replayed([`${CODE}\r\n\n\nAM99`, '000123']);
    expect(texts).toEqual([CODE, 'AM99000123']);
    expect(scans[0]).toMatchObject({ source: 'replay', device: 'replay', aim: null, symbology: null });
    expect(raws[0]).toEqual({ raw: Buffer.from(`${CODE}\r\n`).toString('hex'), milliseconds: 0, parts: 1 });
  });

  test('waits as long as a line says, and only that is left out of the text', async () => {
    const waited: number[] = [];
    const pace = async (milliseconds: number) => void waited.push(milliseconds);
    const lines = [`250\t${CODE}\n`, `${CODE}\n`, `0\t]A0${CODE}\n`, '12345678\tfar too long\n'];
    const { scans, texts } = await replayed(lines, pace);
    expect(waited).toEqual([250, 0, 0, 0]);
    expect(texts).toEqual([CODE, CODE, CODE, '12345678\tfar too long']);
    expect(scans[2]).toMatchObject({ aim: ']A0', symbology: 'code-39' });
  });

  test('as written takes its time', async () => {
    const before = performance.now();
    await replayed([`30\t${CODE}\n20\t${CODE}\n`], AS_WRITTEN);
    expect(performance.now() - before).toBeGreaterThan(45);
  });

  test('drops what is longer than any code, and goes on with the next line', async () => {
    const { texts } = await replayed(['x'.repeat(10_000), 'y'.repeat(10_000), `\n${CODE}\n`]);
    expect(texts).toEqual([CODE]);
  });

  test('of an empty input is none', async () => {
    expect((await replayed([])).texts).toEqual([]);
  });

  test('of 100,000 lines hands on each of them, in order', async () => {
    const codes = Array.from({ length: 100_000 }, (_, index) => `A${100_000_000 + index}`);
    const bytes = Buffer.from(codes.map((code) => `${code}\n`).join(''));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 4_093) }, (_, index) =>
      bytes.subarray(index * 4_093, (index + 1) * 4_093),
    );
    expect((await replayed(chunks)).texts).toEqual(codes);
  });

  test('of an input that cannot be read fails', async () => {
    const input = new Readable({ read: () => input.destroy(new Error('The disk is gone.')) });
    await expect(replayScans(input, () => undefined, AT_FULL_SPEED)).rejects.toThrow('The disk is gone.');
  });
});
