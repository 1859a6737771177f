/** The registry's figures. */
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

/** Measures and prints those that are named, or all of them. Throws where a bound is missed. */
export async function benchRegistry(names: readonly string[]): Promise<void> {
  for (const [name, bench] of Object.entries(BENCHES)) if (names.length === 0 || names.includes(name)) await bench();
}
