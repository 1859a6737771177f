/** The sync worker's thread: a thin shell that wires the pure loop to axios, the card cache and the desk service. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { DeskSide } from '../services/ports.ts';
import { openCardCache } from '../store/card-cache.ts';
import { axiosNetwork, cuttable } from '../sync/axios-network.ts';
import { createRegistryClient } from '../sync/registry-client.ts';
import { createSync } from '../sync/sync.ts';
import { machineClock, machineRandom, machineTimer } from './real-ports.ts';
import { remote } from './rpc.ts';

/** What the desk's main thread hands over. */
export interface SyncWorkerData {
  readonly deskPort: MessagePort;
  readonly dataFolder: string;
  readonly registryUrl: string;
  readonly token: string;
  readonly signingKey: string;
  readonly clockOffsetMilliseconds: number;
}

/** What the main thread may say while it runs. */
export type SyncMessage =
  | { readonly say: 'poke'; readonly what: 'deliver' | 'leases' | 'cards' | 'uses' }
  | { readonly say: 'cut'; readonly cut: boolean }
  | { readonly say: 'stop' };

const DESK_SIDE: readonly (keyof DeskSide)[] = [
  'cursor',
  'apply',
  'nextDelivery',
  'delivered',
  'wantedPlaces',
  'granted',
  'presentEpoch',
  'checkEpoch',
  'takeKeys',
  'startedEpoch',
  'heard',
  'cardsChanged',
  'report',
];

if (parentPort !== null) {
  const data = workerData as SyncWorkerData;
  const stop = new AbortController();
  const network = cuttable(axiosNetwork(machineTimer));
  const cards = openCardCache(data.dataFolder, data.signingKey);
  const sync = createSync({
    desk: remote<DeskSide>(data.deskPort, DESK_SIDE),
    registry: createRegistryClient({ network, baseUrl: data.registryUrl, token: data.token }),
    cards,
    clock: machineClock(data.clockOffsetMilliseconds),
    timer: machineTimer,
    random: machineRandom,
    onBug: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  parentPort.on('message', (message: SyncMessage) => {
    if (message.say === 'poke') sync.poke(message.what);
    else if (message.say === 'cut') network.cut(message.cut);
    else stop.abort();
  });
  await sync.run(stop.signal);
  cards.close();
  data.deskPort.close();
  parentPort.close();
}
