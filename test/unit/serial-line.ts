/** A serial line under virtual time: bytes come when they are sent, and the reducer's timer rings in time. */
import { startFraming, takeBytes, takeSilence, type FramingStep } from '../../src-shared/scan/serial-framing.ts';
import type { SerialFrame } from '../../src-shared/scan/serial-frame.ts';
import type { SerialFraming } from '../../src-shared/scan/serial-learning.ts';

export class Line {
  readonly frames: SerialFrame[] = [];
  /** How often a scan was dropped that has to be read again. */
  cuts = 0;
  private state;
  /** In milliseconds. */
  now = 1_000;

  constructor(framing: SerialFraming, baudRate = 9_600) {
    this.state = startFraming(framing, baudRate);
  }

  /** Bytes that come together: Latin-1 text, or any. */
  send(bytes: string | Uint8Array): this {
    return this.took(takeBytes(this.state, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, this.now));
  }

  /** So many milliseconds pass. */
  rest(milliseconds: number): this {
    const until = this.now + milliseconds;
    while (this.state.waitUntil !== null && this.state.waitUntil <= until) {
      this.now = this.state.waitUntil;
      this.took(takeSilence(this.state, this.now));
    }
    this.now = until;
    return this;
  }

  /** So many milliseconds pass in which the machine does nothing; then the timer rings, if it is due. */
  stall(milliseconds: number): this {
    this.now += milliseconds;
    return this.took(takeSilence(this.state, this.now));
  }

  get texts(): string[] {
    return this.frames.map(({ text }) => text);
  }

  get held(): number {
    return this.state.held.length;
  }

  get settled() {
    return this.state.learning.settled;
  }

  private took({ state, frames, cut }: FramingStep): this {
    this.state = state;
    this.frames.push(...frames);
    if (cut) this.cuts += 1;
    return this;
  }
}
