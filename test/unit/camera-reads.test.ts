/** Frames of a camera as scans: agreeing reads, expiry, one card at a time, a card held in view (field lesson 9). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterPause,
  NO_READS,
  NOTHING_SHOWN,
  steadyFinding,
  takeFrame,
  type CameraReads,
  type Finding,
} from '../../src-shared/scan/camera-reads.ts';

const A = 'A045198723';
const B = 'AM99000123';
const POSTER = 'https://example.org/summer';
const codeOf = (text: string): string | null => /[A-Z]{1,2}\d{6,9}$/.exec(text)?.[0] ?? null;

/** Frames of so many milliseconds each, with what stands in them; what counted, and when. */
function watch(frames: readonly (readonly string[])[], every = 66, first: CameraReads = NO_READS) {
  let reads = first;
  const counted: { readonly text: string; readonly frame: number }[] = [];
  const findings: Finding[] = [];
  for (const [frame, texts] of frames.entries()) {
    const found = texts.map((text) => ({ text, symbology: 'qr-code' as const }));
    const step = takeFrame(reads, found, frame * every, codeOf);
    ({ reads } = step);
    findings.push(step.finding);
    if (step.counted !== null) counted.push({ text: step.counted.text, frame });
  }
  return { reads, counted, findings };
}

const times = (count: number, ...texts: readonly string[]) => Array.from({ length: count }, () => texts);

describe('a code', () => {
  test('counts with the second frame that shows it, not with the first', () => {
    expect(watch([[A]]).counted).toEqual([]);
    expect(watch([[A], [A]]).counted).toEqual([{ text: A, frame: 1 }]);
  });

  test('tells how long it took, and of how many frames', () => {
    const found = [{ text: A, symbology: 'code-39' as const }];
    const { reads } = takeFrame(takeFrame(NO_READS, found, 1_000, codeOf).reads, [], 1_066, codeOf);
    expect(takeFrame(reads, found, 1_132, codeOf).counted).toEqual({ ...found[0], milliseconds: 132, frames: 2 });
  });

  test('counts where blurred frames lie between', () => {
    expect(watch([[A], [], [], [A]]).counted).toEqual([{ text: A, frame: 3 }]);
  });

  test('seen once and then not for a second has to be seen twice again', () => {
    expect(watch([[A], [A]], 1_000).counted).toEqual([]);
    expect(watch([[A], [A]], 999).counted).toHaveLength(1);
  });

  test('found twice in one frame is one code', () => {
    expect(watch([[A, A]]).counted).toEqual([]);
    expect(watch([[A, A], [A]])).toMatchObject({ counted: [{ text: A, frame: 1 }], findings: ['code', 'code'] });
  });

  test('found twice in one frame in other words is one code too', () => {
    const address = `https://example.org/${A}`;
    expect(watch(times(3, address, A))).toMatchObject({ counted: [{ text: address, frame: 1 }] });
  });

  test('held in view counts once, however long and however often a frame is blurred', () => {
    const held = Array.from({ length: 900 }, (_, frame) => (frame % 20 < 5 ? [A] : []));
    expect(watch(held).counted).toHaveLength(1);
  });

  test('counts again when it was gone', () => {
    const frames = [...times(5, A), ...times(24), ...times(5, A)];
    expect(watch(frames).counted).toEqual([
      { text: A, frame: 1 },
      { text: A, frame: 30 },
    ]);
    expect(watch([...times(5, A), ...times(21), ...times(5, A)]).counted).toHaveLength(1);
  });

  test('that lay in view through a pause is no new one', () => {
    const { reads } = watch(times(5, A));
    const frame = [{ text: A, symbology: 'qr-code' as const }];
    const at = 4 * 66 + 60_000;
    const seen = (state: CameraReads) => takeFrame(takeFrame(state, frame, at, codeOf).reads, frame, at + 66, codeOf);
    expect(seen(afterPause(reads, 60_000)).counted).toBeNull();
    expect(seen(reads).counted).not.toBeNull();
  });

  test('of a poster never counts, and does not stand in a card’s way', () => {
    expect(watch(times(10, POSTER))).toMatchObject({ counted: [], findings: times(10, 'no-code').flat() });
    expect(watch(times(3, POSTER, A)).counted).toEqual([{ text: A, frame: 1 }]);
  });
});

describe('two cards', () => {
  test('in one picture: neither counts, and staff are told', () => {
    expect(watch(times(30, A, B))).toMatchObject({ counted: [], findings: times(30, 'several').flat() });
  });

  test('in one picture, one of them read more easily: neither counts', () => {
    const frames = Array.from({ length: 90 }, (_, frame) => (frame % 7 === 0 ? [A, B] : [A]));
    expect(watch(frames).counted).toEqual([]);
  });

  test('read in turns: neither counts', () => {
    expect(watch(Array.from({ length: 40 }, (_, frame) => [frame % 2 === 0 ? A : B])).counted).toEqual([]);
  });

  test('one after the other: both count, without a wait beyond that of swapping', () => {
    const { counted } = watch([...times(10, A), ...times(4), ...times(3, B)]);
    expect(counted).toEqual([
      { text: A, frame: 1 },
      { text: B, frame: 15 },
    ]);
  });

  test('of which one is taken away: the other counts', () => {
    expect(watch([...times(10, A, B), ...times(15, B)]).counted).toEqual([{ text: B, frame: 20 }]);
  });
});

test('whatever the frames: nothing counts that was not in two frames, and what counts again was gone', () => {
  const frame = fc.subarray([A, B, POSTER, 'C00000017']);
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 120 }), fc.integer({ min: 10, max: 400 }), (frames, every) => {
      const { counted } = watch(frames, every);
      for (const { text, frame: at } of counted) {
        expect(codeOf(text)).toBe(text);
        expect(frames[at]?.filter((each) => codeOf(each) !== null)).toEqual([text]);
        expect(frames.slice(0, at).some((texts) => texts.includes(text))).toBe(true);
        const again = counted.find((each) => each.text === text && each.frame > at);
        if (again === undefined) continue;
        const seen = frames.flatMap((texts, index) =>
          index >= at && index <= again.frame && texts.includes(text) ? [index] : [],
        );
        expect(
          Math.max(...seen.slice(1).map((index, place) => index - (seen[place] ?? 0))) * every,
        ).toBeGreaterThanOrEqual(1_500);
      }
    }),
    { seed: 5_039, numRuns: 3_000 },
  );
});

describe('what is told of the frames', () => {
  const FINDINGS: readonly Finding[] = ['nothing', 'no-code', 'code', 'several'];

  /** What is told with each frame. */
  function told(findings: readonly Finding[], every: number): Finding[] {
    let shown = NOTHING_SHOWN;
    return findings.map((finding, frame) => {
      shown = steadyFinding(shown, finding, frame * every);
      return shown.finding;
    });
  }

  test('does not flicker where every second frame is blurred', () => {
    const { findings } = watch(Array.from({ length: 60 }, (_, frame) => (frame % 2 === 0 ? [A] : [])));
    expect(findings.slice(0, 4)).toEqual(['code', 'nothing', 'code', 'nothing']);
    expect(told(findings, 66)).toEqual(Array.from({ length: 60 }, () => 'code'));
  });

  test('says at once what is more, and what is less when the more has been gone for 600 ms', () => {
    expect(told(['nothing', 'several', 'code', 'code', 'code'], 200)).toEqual([
      'nothing',
      'several',
      'several',
      'several',
      'code',
    ]);
  });

  test('whatever the frames: never less than the frame shows, and what is told no more was not there for 600 ms', () => {
    const frames = fc.array(fc.constantFrom(...FINDINGS), { maxLength: 80 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 10, max: 700 }), (findings, every) => {
        const shown = told(findings, every).map((finding) => FINDINGS.indexOf(finding));
        for (const [frame, rank] of shown.entries()) {
          const lately = findings.slice(0, frame + 1).filter((_, at) => (frame - at) * every < 600);
          const ranks = lately.map((finding) => FINDINGS.indexOf(finding));
          expect(ranks).toContain(rank);
          expect(rank).toBeGreaterThanOrEqual(ranks.at(-1) ?? 0);
          const before = shown[frame - 1] ?? 0;
          if (rank < before) expect(ranks).not.toContain(before);
        }
      }),
      { seed: 5_040, numRuns: 2_000 },
    );
  });
});
