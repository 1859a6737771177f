/** Holds all scanners of this machine: finds them, connects to them, tells their states and their scans. Knows no driver. */
import type { DeviceKind, ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import type { DeviceClass } from '../../src-shared/scan/scanner-vendors.ts';
import type { DriverSettings } from '../services/scanner-port.ts';
import { watchBus, type BusWatch } from './bus-watch.ts';
import { createConnection, type Connection } from './device-connection.ts';
import { identify, type PluggedDevice } from './device-ids.ts';
import { candidateOf, knownAs, shownDevice, wantedEntry, type Candidate, type Standing } from './device-state.ts';
import type { Bus, DeviceListener, DriverPast, FoundDevice } from './ports.ts';

/** Nothing is told before all buses have been looked at, or for so long: a list that grows looks as if devices came and went. */
const FIRST_LOOKS_DEADLINE = 3_000;
/** Longer than one device is waited for. */
const STOP_DEADLINE = 3_000;

export interface ManagerPorts {
  /** One of a kind at most. */
  readonly buses: readonly Bus[];
  /** The machine's own: a jump forward means that the machine has slept. */
  readonly clock: Clock;
  readonly timer: Timer;
  readonly classify: (found: FoundDevice) => DeviceClass;
  readonly onScan: DeviceListener['onScan'];
  readonly onPartial: DeviceListener['onPartial'];
  /** All devices in the order of their ids, and the kinds that cannot be listed, whenever one of them has changed. */
  onDevices(devices: readonly ScannerDevice[], blind: readonly DeviceKind[]): void;
  /** Hears what was thrown by a bus; never holds what was read. */
  onBug(error: unknown): void;
}

export interface ScannerManager {
  configure(settings: DriverSettings): void;
  /** Lets all devices go, within three seconds; nothing is told any more. */
  stop(): Promise<void>;
}

type Known = DriverSettings['known'][number];

/** A bus, and what is plugged in there. */
interface Post {
  readonly bus: Bus;
  readonly watch: BusWatch;
  plugged: readonly PluggedDevice[];
  candidates: ReadonlyMap<string, Candidate>;
  /** How often the machine has slept. */
  sleeps: number;
  /** It cannot be listed now. */
  blind: boolean;
}

/**
 * Starts looking for devices at once. Scanners are connected to without asking, what may be one when staff chose it, and
 * nothing else is ever opened. After the machine has slept all devices are opened anew: a port that was open across a sleep
 * may stay silent for ever without ever closing, and opening one anew costs milliseconds. `past`: of the processes before.
 */
export function createManager(ports: ManagerPorts, preset: DriverSettings, past: DriverPast): ScannerManager {
  const { buses, clock, timer, classify, onBug } = ports;
  let settings = preset;
  let told: string | null = null;
  let stopped = false;
  const looked = new Set<Bus>();
  const allLooked = new AbortController();
  const connections = new Map<string, Connection>();
  /** What was connected, by this process or one before it, and not put aside since, as it was then. */
  const used = new Map<string, Known>(past.used.map((one) => [one.id, one]));
  const avoided = new Set(past.avoided);
  const posts = buses.map((bus) => {
    const post: Post = {
      bus,
      plugged: [],
      candidates: new Map(),
      sleeps: 0,
      blind: false,
      watch: watchBus({
        bus,
        clock,
        timer,
        onLook: (found, hasSlept) => take(post, found, hasSlept),
        onTrouble(error) {
          onBug(error);
          noteLook(bus);
          post.blind = true;
          tell();
        },
      }),
    };
    return post;
  });

  function noteLook(bus: Bus): void {
    looked.add(bus);
    if (looked.size === buses.length) allLooked.abort();
  }

  async function tellAfterFirstLooks(): Promise<void> {
    await timer.sleep(FIRST_LOOKS_DEADLINE, allLooked.signal);
    allLooked.abort();
    tell();
  }

  function take(post: Post, found: readonly FoundDevice[], hasSlept: boolean): void {
    if (hasSlept) post.sleeps += 1;
    post.blind = false;
    noteLook(post.bus);
    const candidates = found.filter((entry) => classify(entry) !== 'other');
    post.plugged = identify(candidates, post.plugged);
    post.candidates = new Map(post.plugged.map((device) => [device.id, candidateOf(device, classify)]));
    for (const id of avoided) if (isOf(post, id) && !post.candidates.has(id)) avoided.delete(id);
    aimAll();
  }

  function aimAll(): void {
    for (const { id, use } of settings.chosen) if (!use) used.delete(id);
    for (const post of posts) {
      for (const id of idsOf(post)) aim(post, id);
    }
    tell();
  }

  /** Candidates, and what was connected to before. */
  function idsOf(post: Post): Set<string> {
    return new Set([...post.candidates.keys(), ...[...connections.keys()].filter((id) => isOf(post, id))]);
  }

  function aim(post: Post, id: string): void {
    const found = avoided.has(id) ? null : wantedEntry(standingOf(id));
    if (found === null) {
      connections.get(id)?.want(null);
      return;
    }
    const changing = found.kind === 'serial' ? JSON.stringify(settings.serial) : '';
    const connection = connections.get(id) ?? connect(post, id);
    connection.want({ found, settings, occasion: `${post.sleeps} ${changing}` });
  }

  function connect({ bus, watch }: Post, id: string): Connection {
    const connection = createConnection({
      bus,
      id,
      clock,
      timer,
      onScan: ports.onScan,
      onPartial: ports.onPartial,
      onChange() {
        const found = wantedEntry(standingOf(id));
        if (connection.status().open && found !== null) used.set(id, knownAs(id, found));
        tell();
      },
      onClosed() {
        watch.hurry();
        tell();
      },
      onBug,
    });
    connections.set(id, connection);
    return connection;
  }

  function standingOf(id: string): Standing {
    return {
      id,
      candidate: posts.map(({ candidates }) => candidates.get(id)).find((one) => one !== undefined) ?? null,
      chosen: settings.chosen.find((choice) => choice.id === id)?.use ?? null,
      status: connections.get(id)?.status() ?? null,
      used: used.has(id),
    };
  }

  function tell(): void {
    if (stopped || !allLooked.signal.aborted) return;
    const known = new Map(settings.known.map((one) => [one.id, one]));
    const ids = new Set([
      ...posts.flatMap(({ candidates }) => [...candidates.keys()]),
      ...used.keys(),
      ...known.keys(),
    ]);
    const devices = [...ids]
      .toSorted()
      .map((id) => shownDevice(standingOf(id), known.get(id) ?? used.get(id) ?? null))
      .filter((device) => device !== null);
    const blind = posts.filter((post) => post.blind).map(({ bus }) => bus.kind);
    const telling = JSON.stringify([devices, blind]);
    if (telling === told) return;
    told = telling;
    ports.onDevices(devices, blind);
  }

  void tellAfterFirstLooks();
  return {
    configure(next) {
      settings = next;
      aimAll();
      // A port that staff named by its path is listed from now on.
      for (const { watch } of posts) watch.hurry();
    },
    async stop() {
      stopped = true;
      for (const { watch } of posts) watch.stop();
      const inTime = new AbortController();
      const closed = Promise.all([...connections.values()].map((connection) => connection.stop()));
      await Promise.race([closed, timer.sleep(STOP_DEADLINE, inTime.signal)]);
      inTime.abort();
    },
  };
}

function isOf({ bus }: Post, id: string): boolean {
  return id.startsWith(`${bus.kind}:`);
}
