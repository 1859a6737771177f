/** The work of the driver's process, over its channel and its buses: a native crash here takes nothing else with it. */
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import { classify } from '../../src-shared/scan/scanner-vendors.ts';
import type { DriverSettings } from '../services/scanner-port.ts';
import { withDeadlines } from './bus-deadlines.ts';
import type { DriverChannel } from './driver-channel.ts';
import { createManager, type ScannerManager } from './manager.ts';
import type { Bus, DriverNews, DriverPast } from './ports.ts';
import { driverOrder } from './protocol.ts';
import { tellingOpenings } from './told-openings.ts';

/** The desk hears so often, in milliseconds, that this process is alive. */
const BEAT = 5_000;

export interface DriverParts {
  readonly channel: DriverChannel;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Makes the buses; `settings` gives those in force. */
  buses(settings: () => DriverSettings): readonly Bus[];
  /** Ends the process. */
  exit(): void;
  /** Writes a sentence where people find it; it never holds what was read. */
  say(sentence: string): void;
}

/**
 * Says `ready`, holds devices from the first `configure` on, and ends in order on `stop` or when the desk is gone; without
 * order where a native driver hangs, so that the desk starts another one.
 */
export function runDriver({ channel, clock, timer, buses, exit, say }: DriverParts): void {
  let manager: ScannerManager | null = null;
  let current: DriverSettings | null = null;
  const tell = (news: DriverNews): void => channel.send(news);
  const sayBug = (error: unknown): void => say(`Scanners: ${error instanceof Error ? error.message : String(error)}`);

  function configure(settings: DriverSettings, past: DriverPast): void {
    current = settings;
    if (manager !== null) {
      manager.configure(settings);
      return;
    }
    const inTime = buses(() => current ?? settings).map((bus) => withDeadlines(bus, timer, giveUp));
    manager = createManager(
      {
        buses: tellingOpenings(inTime, past.suspects.length > 0, tell),
        clock,
        timer,
        classify,
        onScan: (scan, raw) => tell({ tell: 'scan', scan, raw }),
        onPartial: () => tell({ tell: 'partial' }),
        onDevices: (devices, blind) => tell({ tell: 'devices', devices, blind }),
        onBug: sayBug,
      },
      settings,
      past,
    );
  }

  const ending = new AbortController();
  async function end(): Promise<void> {
    if (ending.signal.aborted) return;
    ending.abort();
    await manager?.stop();
    exit();
  }

  function giveUp(sentence: string): void {
    if (ending.signal.aborted) return;
    say(`Scanners: ${sentence}`);
    exit();
  }

  async function beat(): Promise<void> {
    while (!ending.signal.aborted) {
      await timer.sleep(BEAT, ending.signal);
      tell({ tell: 'alive' });
    }
  }

  channel.onMessage((message) => {
    const order = driverOrder.safeParse(message);
    if (!order.success) say('Scanners: the desk sent what is no order.');
    else if (order.data.say === 'stop') void end();
    else if (!ending.signal.aborted) configure(order.data.settings, order.data.past);
  });
  channel.onGone(() => void end());
  tell({ tell: 'ready' });
  void beat();
}
