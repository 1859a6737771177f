/** Listens to the keyboard before anything else on the page does, and hands scans on (field lessons 5 to 8). */
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { NO_KEYS, wedgeKey, wedgeSilence, type KeyStroke, type WedgeStep } from '../../src-shared/scan/wedge.ts';
import { focusedTextField, restoreField, snapshotOfField, type FieldSnapshot } from './text-field.ts';

/** Whether a code is one in the end is judged by the desk, with the rule set in force. */
const GRAMMAR = PRESET_RULE_SET.code;

/** Key code of every key while an input method composes. */
const COMPOSING = 229;

/**
 * Starts listening; gives the way to stop. `listening` tells whether scans are taken at present: a desk that is not
 * enrolled has passwords to type and no use for scans.
 */
export function listenForScans(listening: () => boolean, onScan: (text: string) => void): () => void {
  let state = NO_KEYS;
  let snapshot: FieldSnapshot | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function take(step: WedgeStep, event: KeyboardEvent | null): void {
    ({ state } = step);
    for (const action of step.actions) {
      switch (action.type) {
        case 'snapshot':
          snapshot = snapshotOfField();
          break;
        case 'swallow':
          event?.preventDefault();
          event?.stopImmediatePropagation();
          break;
        case 'wait':
          wait(action.until);
          break;
        case 'scan':
          if (snapshot !== null) restoreField(snapshot);
          snapshot = null;
          onScan(action.text);
          break;
      }
    }
  }

  function wait(until: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => take(wedgeSilence(state, until, GRAMMAR), null), until - performance.now());
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (listening()) take(wedgeKey(state, strokeOf(event), GRAMMAR), event);
    else state = { ...NO_KEYS, suffixes: state.suffixes };
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
    modified: event.ctrlKey || event.altKey || event.metaKey,
    repeat: event.repeat,
    intoText: focusedTextField() !== null,
  };
}
