/** What a camera sees, frame by frame, as scans: two agreeing frames, one card at a time, a card held in view once (field lesson 9). */
import type { Symbology } from './scan.ts';

/** One code that was found in a frame. */
export interface FrameRead {
  readonly text: string;
  readonly symbology: Symbology;
}

/** A code that was in view lately. */
interface Sighting {
  readonly code: string;
  /** When it came into view, in milliseconds. */
  readonly since: number;
  /** When it was last seen, in milliseconds. */
  readonly at: number;
  /** In how many frames it was seen since it came into view. */
  readonly frames: number;
  readonly counted: boolean;
}

export interface CameraReads {
  readonly sightings: readonly Sighting[];
  /** Until then nothing counts, for two cards were in one picture; in milliseconds. */
  readonly crowdedUntil: number;
}

/** What to tell staff of a frame: nothing in it, one code, several cards, or codes that no card carries. */
export type Finding = 'nothing' | 'code' | 'several' | 'no-code';

export interface CameraStep {
  readonly reads: CameraReads;
  readonly finding: Finding;
  /** The code that counts with this frame, else null. */
  readonly counted: CountedRead | null;
}

/** What counts: as it was read, and what it took. */
export interface CountedRead extends FrameRead {
  /** From the first frame that showed it, in milliseconds. */
  readonly milliseconds: number;
  /** Frames that agreed. */
  readonly frames: number;
}

/** Frames that must agree before a code counts: noise that looks like a code does not look the same twice. */
const AGREEING_FRAMES = 2;

/** Reads further apart than this, in milliseconds, do not confirm each other. */
const EXPIRES_AFTER = 1_000;

/** A counted card that was not seen for so long, in milliseconds, is gone and may come again. */
const GONE_AFTER = 1_500;

/** Two codes seen within so many milliseconds are two cards in view: nobody swaps cards faster. */
const SWAP_TAKES = 250;

/** After two cards in one picture, nothing counts for so long, in milliseconds: one of them may be read more easily. */
const CROWDED_FOR = 700;

export const NO_READS: CameraReads = { sightings: [], crowdedUntil: Number.NEGATIVE_INFINITY };

/**
 * Takes what was found in one frame, in the order of the frames. `at`: when it was taken, in milliseconds. `codeOf`: the code
 * that a text stands for, or null where it could not be a card's: that never counts and never stands in a card's way, for
 * posters carry codes too. Of two cards in view neither counts: nobody knows which one is meant.
 */
export function takeFrame(
  before: CameraReads,
  found: readonly FrameRead[],
  at: number,
  codeOf: (text: string) => string | null,
): CameraStep {
  const byCode = new Map<string, FrameRead>();
  for (const read of found) {
    const code = codeOf(read.text);
    if (code !== null && !byCode.has(code)) byCode.set(code, read);
  }
  const remembered = before.sightings.filter((each) => at - each.at < (each.counted ? GONE_AFTER : EXPIRES_AFTER));
  const others = remembered.filter(({ code }) => !byCode.has(code));
  const seen = [...byCode.keys()].map((code) => seenAgain(remembered, code, at));
  const [sighting] = seen;
  if (sighting === undefined) {
    const reads = { ...before, sightings: remembered };
    return { reads, finding: found.length === 0 ? 'nothing' : 'no-code', counted: null };
  }
  if (seen.length > 1) {
    // What was seen beside another card confirms nothing.
    const beside = seen.map((each) => ({ ...each, frames: 0 }));
    const reads = { sightings: [...others, ...beside], crowdedUntil: at + CROWDED_FOR };
    return { reads, finding: 'several', counted: null };
  }
  const isAlone = at >= before.crowdedUntil && others.every((other) => at - other.at >= SWAP_TAKES);
  const read = byCode.get(sighting.code);
  const counts = read !== undefined && isAlone && !sighting.counted && sighting.frames >= AGREEING_FRAMES;
  return {
    reads: { ...before, sightings: [...others, counts ? { ...sighting, counted: true } : sighting] },
    finding: isAlone || sighting.counted ? 'code' : 'several',
    counted: counts ? { ...read, milliseconds: at - sighting.since, frames: sighting.frames } : null,
  };
}

/** A finding as it is told, and when a frame last showed it, in milliseconds. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly at: number;
}

export const NOTHING_SHOWN: ShownFinding = { finding: 'nothing', at: Number.NEGATIVE_INFINITY };

/** From what tells least to what tells most. */
const LEAST_FIRST: readonly Finding[] = ['nothing', 'no-code', 'code', 'several'];

/** What was found is told for so long after the last frame that showed it, in milliseconds: blurred frames lie between. */
const TOLD_FOR = 600;

/** What to tell after one more frame, taken at a time in milliseconds: more at once, less only when the more has gone. */
export function steadyFinding(shown: ShownFinding, finding: Finding, at: number): ShownFinding {
  const isLess = LEAST_FIRST.indexOf(finding) < LEAST_FIRST.indexOf(shown.finding);
  return isLess && at - shown.at < TOLD_FOR ? shown : { finding, at };
}

/** After a pause of so many milliseconds in which nothing was looked at: a card that lay in view all the while is no new one. */
export function afterPause(before: CameraReads, milliseconds: number): CameraReads {
  return { ...before, sightings: before.sightings.map((each) => ({ ...each, at: each.at + milliseconds })) };
}

function seenAgain(remembered: readonly Sighting[], code: string, at: number): Sighting {
  const known = remembered.find((each) => each.code === code);
  return {
    code,
    since: known?.since ?? at,
    at,
    frames: (known?.frames ?? 0) + 1,
    counted: known?.counted ?? false,
  };
}
