/** Listens to the keyboard before anything else on the page does, and hands scans on (field lessons 5 to 8). */
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import type { RawRead } from '../../src-shared/scan/scan.ts';
import type { WedgeWays } from '../../src-shared/scan/code-in-burst.ts';
import type { KeyStroke } from '../../src-shared/scan/key-stroke.ts';
import { beginWedge, wedgeKey, wedgeSilence, type WedgeStep } from '../../src-shared/scan/wedge.ts';
import { isNotable, learntOf, type Learnt } from '../../src-shared/scan/wedge-learning.ts';
import { focusedTextField, restoreField, snapshotOfField, type FieldSnapshot } from './text-field.ts';

/** Whether a code is one in the end is judged by the desk, with the rule set in force. */
const GRAMMAR = PRESET_RULE_SET.code;

/** Key code of every key while an input method composes. */
const COMPOSING = 229;

/** A key that seems to be later than this, in milliseconds, has a wrong time. */
const LONGEST_LAG = 1_000;

const NOTHING_REMEMBERED: WedgeSettings = { prefix: '', suffix: '', paceMilliseconds: null, ending: 'unknown' };

/** What is remembered for this desk of its readers in keyboard mode. */
export type WedgeSettings = Learnt & Omit<WedgeWays, 'grammar'>;

export interface WedgeUser {
  /** Whether scans are taken at present: a desk that is not enrolled has passwords to type and no use for scans. */
  listening(): boolean;
  /** The settings, null while they are not known. */
  settings(): WedgeSettings | null;
  onScan(text: string, raw: RawRead): void;
  /** A reader sent something that was not a whole scan. */
  onPartial(text: string, raw: RawRead): void;
  /** After a scan: what is known of the readers now differs notably from the settings. */
  onLearnt(learnt: Learnt): void;
}

/** Starts listening; gives the way to stop. */
export function listenForScans(user: WedgeUser): () => void {
  let remembered = NOTHING_REMEMBERED;
  let state = beginWedge(remembered);
  let snapshots: (FieldSnapshot | null)[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isQuiet = false;
  /** How late keys came here that were pressed on a busy machine, in milliseconds: the next may be as late. */
  let lag = 0;

  function take(step: WedgeStep, event: KeyboardEvent | null): void {
    ({ state } = step);
    for (const action of step.actions) {
      switch (action.type) {
        case 'snapshot':
          snapshots = [...snapshots.slice(0, action.at), snapshotOfField()];
          break;
        case 'swallow':
          event?.preventDefault();
          event?.stopImmediatePropagation();
          break;
        case 'wait':
          wait(action.until);
          break;
        case 'scan':
        case 'partial':
          putBack(action.from);
          if (action.type === 'scan') user.onScan(action.text, action.raw);
          else user.onPartial(action.text, action.raw);
          tellLearnt();
          break;
      }
    }
  }

  function putBack(from: number): void {
    const snapshot = snapshots[from] ?? null;
    if (snapshot !== null) restoreField(snapshot);
    snapshots = [];
  }

  function tellLearnt(): void {
    const learnt = learntOf(state.learning);
    const settings = user.settings();
    if (settings !== null && isNotable(settings, learnt)) user.onLearnt(learnt);
  }

  /** Settings that were changed elsewhere count more than what was learnt since. */
  function follow(settings: WedgeSettings | null): void {
    const { paceMilliseconds, ending } = settings ?? remembered;
    if (settings === null || (paceMilliseconds === remembered.paceMilliseconds && ending === remembered.ending)) return;
    const learnt = learntOf(state.learning);
    remembered = settings;
    if (paceMilliseconds !== learnt.paceMilliseconds || ending !== learnt.ending) state = beginWedge(settings);
  }

  function ways(): WedgeWays {
    const { prefix, suffix } = user.settings() ?? remembered;
    return { grammar: GRAMMAR, prefix, suffix };
  }

  function wait(until: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(
      () => {
        isQuiet = true;
        take(wedgeSilence(state, until, ways()), null);
      },
      until + lag - performance.now(),
    );
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isQuiet || state.burst === null) {
      follow(user.settings());
      lag = 0;
    }
    isQuiet = false;
    lag = Math.min(LONGEST_LAG, Math.max(lag, performance.now() - event.timeStamp));
    if (user.listening()) take(wedgeKey(state, strokeOf(event), ways()), event);
    else state = { ...state, burst: null, due: null, suffixUntil: null };
  }

  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    if (timer !== null) clearTimeout(timer);
  };
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  return {
    key: event.keyCode === COMPOSING ? 'Process' : event.key,
    code: event.code,
    time: event.timeStamp,
    shifted: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    repeat: event.repeat,
    intoText: focusedTextField() !== null,
  };
}
