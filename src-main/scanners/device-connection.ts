/** Keeps one device open, or closed: whatever is wanted of it, one step after the other, never opened twice. */
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import type { DriverSettings } from '../services/scanner-port.ts';
import { doubling } from './backoff.ts';
import {
  DeviceNotOpened,
  type Bus,
  type DeviceListener,
  type FoundDevice,
  type OpenDevice,
  type OpenFailure,
} from './ports.ts';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** A device that has stayed open for so long has not failed because of how it was opened. */
const STEADY_MILLISECONDS = LONGEST_WAIT;
/** After so long a device that does not let go is given up; where the system still holds it, opening it says `busy`. */
const CLOSE_DEADLINE = 2_000;

/** How a device is to be open. */
export interface Target {
  readonly found: FoundDevice;
  readonly settings: DriverSettings;
  /** Another word means: open it anew, for its settings changed or the machine has slept. */
  readonly occasion: string;
}

export interface ConnectionStatus {
  readonly open: boolean;
  /** Why the latest attempt failed; null: it did not, or the device is plugged in anew. */
  readonly trouble: OpenFailure | null;
}

export interface Connection {
  status(): ConnectionStatus;
  /** Opens it so, or closes it (null). */
  want(target: Target | null): void;
  /** Closes it for good; resolves when it is let go. */
  stop(): Promise<void>;
}

export interface ConnectionPorts {
  readonly bus: Bus;
  readonly id: string;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly onScan: DeviceListener['onScan'];
  readonly onPartial: DeviceListener['onPartial'];
  /** Its status has changed. */
  onChange(): void;
  /** The device closed by itself. */
  onClosed(): void;
  onBug(error: unknown): void;
}

interface Attempt {
  readonly target: Target;
  /** The device ended it. */
  closed: boolean;
}

interface Held {
  readonly attempt: Attempt;
  readonly device: OpenDevice;
  readonly since: number;
}

/**
 * A connection that is closed and wants nothing. After a failure it waits 250 ms, then twice as long each time up to 10 s;
 * a new path or occasion is tried at once. What closed by itself is opened again only when it was seen since.
 */
export function createConnection(ports: ConnectionPorts): Connection {
  const { bus, id, clock, timer } = ports;
  let target: Target | null = null;
  let held: Held | null = null;
  let trouble: OpenFailure | null = null;
  let failures = 0;
  /** What closed by itself, as it was last seen: its path may be another device's by now. */
  let closedAs: FoundDevice | null = null;
  let wanted = Promise.withResolvers<void>();
  let waiting: AbortController | null = null;
  let work = Promise.resolve();
  let working = false;
  let stopped = false;

  function toWork(): Promise<void> {
    if (!working) {
      working = true;
      work = keepAsWanted();
    }
    return work;
  }

  /** The only one who opens and closes, and there is one of it at a time. */
  async function keepAsWanted(): Promise<void> {
    while (!isAsWanted()) {
      if (held !== null) await letGo(held);
      else if (failures === 0 || (await hasWaited())) await open();
    }
    // In the same turn as the last look, or a wish in between would wait for ever.
    working = false;
  }

  function isAsWanted(): boolean {
    if (held === null) return target === null;
    return target !== null && !held.attempt.closed && isSame(held.attempt.target, target);
  }

  /** Waits as long as is due; false where it was called off, for what is wanted has changed. */
  async function hasWaited(): Promise<boolean> {
    const wait = new AbortController();
    waiting = wait;
    await timer.sleep(doubling(failures, FIRST_WAIT, LONGEST_WAIT), wait.signal);
    while (!wait.signal.aborted && isUnseen()) {
      wanted = Promise.withResolvers();
      await wanted.promise;
    }
    waiting = null;
    return !wait.signal.aborted;
  }

  function isUnseen(): boolean {
    return target !== null && target.found === closedAs;
  }

  async function open(): Promise<void> {
    const aim = target;
    if (aim === null) return;
    const attempt: Attempt = { target: aim, closed: false };
    try {
      const device = await bus.open(aim.found, id, aim.settings, {
        onScan(scan, raw) {
          if (target !== null && !attempt.closed) ports.onScan(scan, raw);
        },
        onPartial() {
          if (target !== null && !attempt.closed) ports.onPartial();
        },
        onClosed() {
          if (attempt.closed) return;
          attempt.closed = true;
          closedAs = target?.found ?? null;
          ports.onClosed();
          void toWork();
        },
      });
      held = { attempt, device, since: clock.now() };
      trouble = null;
      ports.onChange();
    } catch (error) {
      if (!(error instanceof DeviceNotOpened) && trouble === null) ports.onBug(error);
      // What failed under another path or occasion says nothing of this one.
      if (target === null || !isSame(target, aim)) return;
      trouble = error instanceof DeviceNotOpened ? error.why : 'failed';
      failures += 1;
      ports.onChange();
    }
  }

  async function letGo({ attempt, device, since }: Held): Promise<void> {
    if (attempt.closed && target !== null && isSame(target, attempt.target)) {
      trouble = 'failed';
      failures = clock.now() - since >= STEADY_MILLISECONDS ? 1 : failures + 1;
    }
    const inTime = new AbortController();
    await Promise.race([device.close(), timer.sleep(CLOSE_DEADLINE, inTime.signal)]);
    inTime.abort();
    attempt.closed = true;
    held = null;
    ports.onChange();
  }

  return {
    status: () => ({ open: held !== null && isAsWanted(), trouble }),
    want(next) {
      if (stopped) return;
      if (next === null || target === null || !isSame(next, target)) {
        failures = 0;
        trouble = null;
        waiting?.abort();
      }
      target = next;
      wanted.resolve();
      void toWork();
    },
    async stop() {
      stopped = true;
      target = null;
      waiting?.abort();
      wanted.resolve();
      await toWork();
    },
  };
}

function isSame(one: Target, other: Target): boolean {
  return one.found.path === other.found.path && one.occasion === other.occasion;
}
