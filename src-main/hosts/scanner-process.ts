/** Holds the process that holds the devices: starts it, starts it again when it has died, hands on what it tells. */
import type { DeviceKind, DeviceState, ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import { doubling } from '../scanners/backoff.ts';
import type { DriverNews, DriverOrder, DriverPast } from '../scanners/ports.ts';
import { driverNews, driverSettingsOf } from '../scanners/protocol.ts';
import type { DriverSettings, ScannerListener, ScannerPort } from '../services/scanner-port.ts';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;
/** One that has run for so long did not die of how it was started. */
const STEADY_MILLISECONDS = LONGEST_WAIT;
/** One that is not ready by then hangs. */
const READY_DEADLINE = 15_000;
/** A driver that is ready says every five seconds that it is alive; looked at so often, … */
const LOOK_EVERY = 10_000;
/** … it hangs when so many looks in a row have found it silent. A machine that has slept misses one. */
const SILENT_LOOKS = 3;
/** Longer than the driver takes to let its devices go. */
const STOP_DEADLINE = 5_000;
const KILL_DEADLINE = 1_000;
/** A device at whose opening so many drivers have died in a row is left alone until it is plugged in anew. */
const FATAL_OPENINGS = 2;

/** What was in use: where it is missing after a new start, it is lost, not unknown. */
const IN_USE: ReadonlySet<DeviceState> = new Set(['connected', 'reconnecting', 'lost']);

/** A driver's process that has been started. */
export interface DriverChild {
  send(order: DriverOrder): void;
  onMessage(listener: (message: unknown) => void): void;
  /** It has ended, or could not be started; `how` says it for people. Called once. */
  onEnd(listener: (how: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

export interface ScannerProcessParts {
  /** Starts a driver's process; what it writes goes to our standard error. */
  spawn(): DriverChild;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Writes a sentence where people find it; it never holds what was read. */
  say(sentence: string): void;
  /** Hears what the desk threw when it was told of something; the next scan is taken all the same. */
  onBug(error: unknown): void;
}

interface Life {
  readonly child: DriverChild;
  readonly ended: Promise<void>;
  isReady: boolean;
  /** Looks in a row at which it had said nothing since the one before. */
  silentLooks: number;
}

/**
 * Scanners in a process of their own. One that dies is started anew after 250 ms, then twice as long each time up to 30
 * seconds; the desk goes on meanwhile with what the screen reads.
 */
export function scannerProcess({ spawn, clock, timer, say, onBug }: ScannerProcessParts): ScannerPort {
  const ending = new AbortController();
  let settings: DriverSettings | null = null;
  let life: Life | null = null;
  /** As they were told last, also by a driver that has died. */
  let devices: readonly ScannerDevice[] = [];
  let blind: readonly DeviceKind[] = [];
  /** At whose opening how many drivers have died in a row. */
  const deaths = new Map<string, number>();
  let work = Promise.resolve();

  async function keepAlive(listener: ScannerListener): Promise<void> {
    let failures = 0;
    while (!ending.signal.aborted) {
      listener.onDriver('restarting');
      const since = clock.now();
      await live(listener);
      if (ending.signal.aborted) return;
      failures = clock.now() - since >= STEADY_MILLISECONDS ? 1 : failures + 1;
      await timer.sleep(doubling(failures, FIRST_WAIT, LONGEST_WAIT), ending.signal);
    }
  }

  function past(): DriverPast {
    const ids = [...deaths.keys()];
    const isFatal = (id: string): boolean => (deaths.get(id) ?? 0) >= FATAL_OPENINGS;
    return {
      used: devices.filter(({ state }) => IN_USE.has(state)).map(asKnown),
      suspects: ids.filter((id) => !isFatal(id)),
      avoided: ids.filter(isFatal),
    };
  }

  function started(): DriverChild | null {
    try {
      return spawn();
    } catch (error) {
      say(`The scanner driver cannot be started: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  /** From the start of one process to its end. */
  async function live(listener: ScannerListener): Promise<void> {
    const child = started();
    if (child === null) return;
    const end = Promise.withResolvers<void>();
    const over = new AbortController();
    const own: Life = { child, ended: end.promise, isReady: false, silentLooks: 0 };
    const opening = new Set<string>();
    life = own;

    function hear(news: DriverNews): void {
      if (news.tell === 'ready') {
        own.isReady = true;
        if (settings !== null) own.child.send({ say: 'configure', settings, past: past() });
        listener.onDriver('running');
      } else if (news.tell === 'scan') {
        listener.onScan(news.scan, news.raw);
      } else if (news.tell === 'partial') {
        listener.onPartial();
      } else if (news.tell === 'opening') {
        opening.add(news.id);
      } else if (news.tell === 'opened') {
        opening.delete(news.id);
        deaths.delete(news.id);
      } else if (news.tell === 'devices') {
        ({ devices, blind } = news);
        listener.onDevices(devices, blind);
      }
    }

    child.onMessage((message) => {
      if (over.signal.aborted || ending.signal.aborted) return;
      own.silentLooks = 0;
      const news = driverNews.safeParse(message);
      if (!news.success) {
        say('The scanner driver sent what is no news.');
        return;
      }
      try {
        hear(news.data);
      } catch (error) {
        onBug(error);
      }
    });
    child.onEnd((how) => {
      over.abort();
      if (!ending.signal.aborted) {
        say(`The scanner driver has ended (${how}); it is started again.`);
        for (const id of opening) deaths.set(id, (deaths.get(id) ?? 0) + 1);
        devices = devices.map(withoutConnection);
        listener.onDevices(devices, blind);
      }
      end.resolve();
    });
    void killWhereItHangs(own, over.signal);
    await own.ended;
    life = null;
  }

  async function killWhereItHangs(own: Life, over: AbortSignal): Promise<void> {
    await timer.sleep(READY_DEADLINE, over);
    while (own.isReady && own.silentLooks < SILENT_LOOKS && !over.aborted) {
      own.silentLooks += 1;
      await timer.sleep(LOOK_EVERY, over);
    }
    if (!over.aborted) own.child.kill();
  }

  return {
    start(preset, listener) {
      settings = driverSettingsOf(preset);
      work = keepAlive(listener);
    },
    configure(next) {
      settings = driverSettingsOf(next);
      if (life?.isReady === true) life.child.send({ say: 'configure', settings, past: past() });
    },
    async stop() {
      ending.abort();
      if (life === null) return work;
      const { child, ended } = life;
      child.send({ say: 'stop' });
      const inTime = new AbortController();
      void ended.then(() => inTime.abort());
      await timer.sleep(STOP_DEADLINE, inTime.signal);
      if (inTime.signal.aborted) return work;
      child.kill();
      // The system ends at once what is killed, unless the kernel itself hangs in a device: nobody waits for that.
      await Promise.race([work, timer.sleep(KILL_DEADLINE)]);
    },
  };
}

function asKnown({ id, kind, name, vendorId, productId }: ScannerDevice): DriverPast['used'][number] {
  return { id, kind, name, vendorId, productId };
}

/** What is open in a process that has died is open no longer. */
function withoutConnection(device: ScannerDevice): ScannerDevice {
  return device.state === 'connected' ? { ...device, state: 'reconnecting' } : device;
}
