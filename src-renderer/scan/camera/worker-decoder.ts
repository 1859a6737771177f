/** A frame decoder whose engine works in a worker, so that the screen never waits for it. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import type { Answer, Question } from './worker-messages.ts';

/** An engine that has not answered by then, in milliseconds, never will. */
const ANSWERS_WITHIN = 10_000;

/** Wraps a worker that serves an engine (`serveFrames`). It is ended by `close`. */
export function createWorkerDecoder(open: () => Worker): FrameDecoder {
  let worker: Worker | null = null;
  let waiting: { resolve: (answer: Answer) => void; deadline: ReturnType<typeof setTimeout> } | null = null;

  function answered(answer: Answer): void {
    if (waiting === null) return;
    const { resolve, deadline } = waiting;
    waiting = null;
    clearTimeout(deadline);
    resolve(answer);
  }

  function ask(question: Question): Promise<Answer> {
    return new Promise((resolve) => {
      if (worker === null) return resolve({ ok: false });
      waiting = { resolve, deadline: setTimeout(() => answered({ ok: false }), ANSWERS_WITHIN) };
      worker.postMessage(question, question.frame === null ? [] : [question.frame]);
    });
  }

  return {
    async start(): Promise<Result<null, 'camera.engine-refused'>> {
      worker = open();
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => answered(data));
      worker.addEventListener('error', (event) => {
        // Told in words on the screen, not in the console.
        event.preventDefault();
        answered({ ok: false });
      });
      const answer = await ask({ frame: null });
      return answer.ok ? ok(null) : fail('camera.engine-refused');
    },
    async decode(frame) {
      const answer = await ask({ frame });
      return answer.ok ? ok(answer.found) : fail('camera.engine-failed');
    },
    close() {
      const ended = worker;
      worker = null;
      if (waiting === null) return ended?.terminate();
      // A frame that is being looked at is closed by the worker: then it may end.
      const { resolve } = waiting;
      waiting = { ...waiting, resolve: () => ended?.terminate() };
      resolve({ ok: false });
    },
  };
}
