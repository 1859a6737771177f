/** The registry's figures alone: `node test/bench/registry.ts deliveries`; without a word, all of them. */
import '../../src-registry/check-node.ts';
import { benchDeliveries } from './registry-deliveries.ts';
import { benchSnapshot } from './registry-snapshot.ts';
import { benchStatistics } from './registry-statistics.ts';
import { benchStreams } from './registry-streams.ts';

const BENCHES: Record<string, () => Promise<void>> = {
  deliveries: benchDeliveries,
  streams: benchStreams,
  statistics: benchStatistics,
  snapshot: () => benchSnapshot(5_000_000, { kind: 'temporary' }),
};

const words = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) if (words.length === 0 || words.includes(name)) await bench();
