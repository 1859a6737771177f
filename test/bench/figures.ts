/** Percentiles and how a figure stands to the floor it is held against. */

/** The value below which the given share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Prints one line: what, its p50 and p95, those of its floor, and the ratio or difference. */
export function printPair(
  what: string,
  unit: string,
  samples: readonly number[],
  floor: string,
  floorSamples: readonly number[],
): void {
  const figure = (list: readonly number[]) =>
    `p50 ${percentile(list, 0.5).toFixed(2)} ${unit}, p95 ${percentile(list, 0.95).toFixed(2)} ${unit}`;
  const ratio = percentile(samples, 0.5) / percentile(floorSamples, 0.5);
  const added = samples
    .slice(0, floorSamples.length)
    .map((sample, index) => sample - (floorSamples[index] ?? Number.NaN));
  process.stdout.write(`${what}\n  ${figure(samples)}\n  floor, ${floor}: ${figure(floorSamples)}\n`);
  process.stdout.write(
    `  ratio of the p50: ${ratio.toFixed(2)}; added, pair by pair: ${figure(added)}; ${added.length} pairs\n`,
  );
}
