/** STAT-1, DATA-1: what is withheld from a table cannot be worked out from what is told of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeWithheld, type Figure } from '../../src-registry/services/statistics/weak-figures.ts';
import { toldLine, toldOf, type Told } from '../../src-registry/services/statistics/withhold.ts';

const SMALLEST = 3;

test('STAT-1: figures below the smallest are withheld, zeros and the rest are told', () => {
  expect(toldLine([120, 0, 30, 400], 5)).toEqual({ cells: [120, 0, 30, 400], sum: 550 });
  expect(toldLine([120, 4, 30, 400], 5)).toEqual({ cells: [null, null, 30, 400], sum: 554 });
  expect(toldLine([1, 1, 100, 0], 5)).toEqual({ cells: [null, null, null, 0], sum: 102 });
  expect(toldLine([1, 2, 0, 0], 5)).toEqual({ cells: [null, null, null, null], sum: null });
  expect(toldLine([0, 0], 5)).toEqual({ cells: [0, 0], sum: 0 });
});

test('STAT-1: a line with one figure tells it with its sum, or neither of them and no zero either', () => {
  expect(toldLine([4, 0, 0, 0], 5)).toEqual({ cells: [null, null, null, null], sum: null });
  expect(toldLine([7, 0, 0, 0], 5)).toEqual({ cells: [7, 0, 0, 0], sum: 7 });
});

function linesUpTo(most: number, length: number): number[][] {
  if (length === 0) return [[]];
  return linesUpTo(most, length - 1).flatMap((line) =>
    Array.from({ length: most + 1 }, (_, value) => [...line, value]),
  );
}

test('STAT-1: even for who knows the rule, every withheld figure of a line can have been another one', () => {
  // Every line of four small figures: those that look the same must differ wherever something is withheld.
  const looks = Map.groupBy(linesUpTo(11, 4), (line) => JSON.stringify(toldLine(line, SMALLEST)));
  // The largest lines are left out of the judgement, for what they look like may be larger still.
  const within = [...looks].filter(([, lines]) => lines.every((line) => Math.max(...line) <= 8));
  const telling = within.filter(([look, lines]) =>
    (JSON.parse(look) as { cells: (number | null)[] }).cells.some(
      (value, at) => value === null && lines[0]![at]! > 0 && new Set(lines.map((line) => line[at])).size === 1,
    ),
  );
  expect(telling.map(([look, lines]) => `${look} ${JSON.stringify(lines)}`)).toEqual([]);
});

/** Every table of figures that shows what is told, no withheld one being 0; at most so many are looked for. */
function* tablesLike(told: Told, most: number): Generator<number[][]> {
  const height = told.cells.length;
  const width = told.cells[0]!.length;
  const table = told.cells.map((row) => row.map(() => 0));
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const fits = (known: number | null, value: number): boolean => known === null || known === value;
  function* fill(at: number): Generator<number[][]> {
    if (at === height * width) {
      const columns = Array.from({ length: width }, (_, c) => sumOf(table.map((row) => row[c]!)));
      if (columns.every((value, c) => fits(told.columnSums[c]!, value)) && fits(told.sum, sumOf(columns))) {
        yield table.map((row) => [...row]);
      }
      return;
    }
    const [r, c] = [Math.floor(at / width), at % width];
    const known = told.cells[r]![c]!;
    // Zeros are told, but for lines that are withheld whole.
    const isWhole = told.cells[r]!.every((value) => value === null) || told.cells.every((row) => row[c] === null);
    const from = known ?? (isWhole ? 0 : 1);
    const to = known ?? most;
    for (let value = from; value <= to; value++) {
      table[r]![c] = value;
      if (c === width - 1 && !fits(told.rowSums[r]!, sumOf(table[r]!))) continue;
      yield* fill(at + 1);
    }
  }
  yield* fill(0);
}

/** Whether every withheld figure, zeros apart, can have been another one, by a reader who does not know the rule. */
function isSafe(cells: readonly (readonly number[])[], told: Told): boolean {
  const open = new Set(
    told.cells.flatMap((row, r) =>
      row.flatMap((value, c) => (value === null && cells[r]![c]! > 0 ? [`${r} ${c}`] : [])),
    ),
  );
  const most = Math.max(...cells.flat()) + 2;
  for (const table of tablesLike(told, most)) {
    for (const name of open) {
      const [r = 0, c = 0] = name.split(' ').map(Number);
      if (table[r]![c] !== cells[r]![c]) open.delete(name);
    }
    if (open.size === 0) return true;
  }
  return open.size === 0;
}

const figure = fc.oneof(fc.nat(3), fc.nat(3), fc.nat(7));
const table = fc
  .record({ height: fc.integer({ min: 1, max: 3 }), width: fc.integer({ min: 1, max: 3 }) })
  .chain(({ height, width }) =>
    fc.array(fc.array(figure, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
  );

test('STAT-1: no withheld figure of a table follows from the others and the sums, over two dimensions', () => {
  const property = fc.property(table, (cells) => {
    const told = toldOf(cells, SMALLEST);
    const all = [...told.cells.flat(), ...told.rowSums, ...told.columnSums, told.sum];
    expect(all.filter((value) => value !== null && value > 0 && value < SMALLEST)).toEqual([]);
    expect(isSafe(cells, told)).toBe(true);
  });
  // To replay a failure: the same seed, and the path that fast-check prints, as `{ seed, path }`.
  fc.assert(property, { seed: 20_261_122, numRuns: 400 });
});

test('STAT-1: sums of rows are told alike whatever the columns, so that tables can stand beside each other', () => {
  const line = fc.array(fc.nat(12), { minLength: 1, maxLength: 4 });
  const property = fc.property(line, (sums) => {
    const [one, other] = [
      sums.map((sum) => [sum]),
      sums.map((sum) => [Math.floor(sum / 2), sum - Math.floor(sum / 2)]),
    ];
    expect(toldOf(one, SMALLEST).rowSums).toEqual(toldOf(other, SMALLEST).rowSums);
  });
  fc.assert(property, { seed: 20_261_122, numRuns: 200 });
});

/** Whether it can be one more or one less while all sums hold and every figure is 1 at least, by trying everything. */
function canDiffer(figures: readonly Figure[], asked: Figure): boolean {
  const flows = new Map<number, number>();
  const flow = (node: number, by: number): void => void flows.set(node, (flows.get(node) ?? 0) + by);
  const tried = (at: number): boolean => {
    const each = figures[at];
    if (each === undefined) return [...flows.values()].every((value) => value === 0);
    return [-1, 0, 1].some((change) => {
      if (each.value + change < 1 || (each === asked && change === 0)) return false;
      flow(each.from, -change);
      flow(each.to, change);
      const isPossible = tried(at + 1);
      flow(each.from, change);
      flow(each.to, -change);
      return isPossible;
    });
  };
  return tried(0);
}

test('STAT-1: the figures that are found weak are those that can be no other ones, whatever is withheld', () => {
  const node = fc.nat(3);
  const one = fc
    .record({ from: node, to: node, value: fc.integer({ min: 1, max: 3 }) })
    .filter(({ from, to }) => from !== to);
  const property = fc.property(fc.array(one, { maxLength: 8 }), (figures) => {
    const withheld = makeWithheld<Figure>();
    for (const each of figures) withheld.add(each);
    const weak = new Set(withheld.weak());
    for (const each of figures) expect(weak.has(each)).toBe(!canDiffer(figures, each));
  });
  fc.assert(property, { seed: 20_261_122, numRuns: 1_000 });
});

test('STAT-1: a table of the whole country is told at once: the work grows with its size, not with the square of it', () => {
  const cells = Array.from({ length: 60 }, (_row, row) =>
    Array.from({ length: 180 }, (_cell, column) => (row * 31 + column * 17 + row * column) % 8),
  );
  const told = toldOf(cells, 5);
  const all = [...told.cells.flat(), ...told.rowSums, ...told.columnSums, told.sum];
  expect(all.filter((value) => value !== null && value > 0 && value < 5)).toEqual([]);
}, 2_000);
