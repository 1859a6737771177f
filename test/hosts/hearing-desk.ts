/** A desk that notes what it hears of its scanners, and who waits for a word of it. */
import type { ScannerListener } from '../../src-main/services/scanner-port.ts';

/** What the desk hears, of all devices or of one, and who waits for a word of it. */
export function desk(only: string | null = null) {
  const heard: string[] = [];
  let waiting: { word: string; from: number; found: () => void }[] = [];
  function note(word: string): void {
    heard.push(word);
    waiting = waiting.filter((wait) => {
      if (wait.word !== word || heard.length <= wait.from) return true;
      wait.found();
      return false;
    });
  }
  const listener: ScannerListener = {
    onScan: ({ text }) => note(text),
    onPartial: () => note('partial'),
    onDevices: (devices) =>
      note(
        `devices ${devices
          .filter(({ id }) => only === null || id === only)
          .map(({ state }) => state)
          .join()}`,
      ),
    onDriver: note,
  };
  return {
    heard,
    listener,
    /** Resolves once the word has been heard after the first `from` words. */
    until: (word: string, from = 0) =>
      new Promise<void>((found) => {
        if (heard.indexOf(word, from) >= 0) found();
        else waiting.push({ word, from, found });
      }),
  };
}
