/** Small figures are withheld from a table, and as many others that they cannot be worked out from sums (STAT-1, DATA-1). */
import { makeWithheld } from './weak-figures.ts';

/** A table whose figures add up to its sums; null: withheld. */
export interface Told {
  readonly cells: readonly (readonly (number | null)[])[];
  readonly rowSums: readonly (number | null)[];
  readonly columnSums: readonly (number | null)[];
  readonly sum: number | null;
}

/**
 * A figure as an edge of a flow: at every node what comes in goes out, which says that all sums are right. What a reader
 * cannot know is then what may flow otherwise: a withheld figure is safe if it lies on a circle of withheld ones.
 */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Never withheld for another's sake. */
  readonly fixed: boolean;
  withheld: boolean;
}

/**
 * What may be told of a table of counts. Sums of rows depend on the rows alone, so that tables with the same rows and other
 * columns can stand beside each other; a row whose sum is withheld is withheld whole.
 */
export function toldOf(cells: readonly (readonly number[])[], smallest: number): Told {
  const sums = cells.map((row) => add(row));
  const line = toldLine(sums, smallest);
  const columns = Array.from({ length: cells[0]?.length ?? 0 }, (_, at) => add(cells.map((row) => row[at] ?? 0)));
  // Rows, columns, and the two sums of all of them, as nodes.
  const column = (at: number): number => cells.length + at;
  const [allRows, allColumns] = [column(columns.length), column(columns.length) + 1];
  const inner = cells.map((row, r) =>
    row.map((value, c) => ({
      ...edgeOf(r, column(c), value, smallest, false),
      ...(line.cells[r] === null ? { withheld: true } : {}),
    })),
  );
  const rowSums = sums.map((value, r) => ({
    ...edgeOf(allRows, r, value, smallest, true),
    withheld: line.cells[r] === null,
  }));
  const columnSums = columns.map((value, c) => edgeOf(column(c), allColumns, value, smallest, false));
  const sum = { ...edgeOf(allColumns, allRows, add(sums), smallest, true), withheld: line.sum === null };
  protect([...inner.flat(), ...rowSums, ...columnSums, sum], smallest);
  return {
    cells: inner.map((row) => row.map(told)),
    rowSums: rowSums.map(told),
    columnSums: columnSums.map(told),
    sum: told(sum),
  };
}

/** What may be told of a list of counts and their sum. */
export function toldLine(
  values: readonly number[],
  smallest: number,
): { readonly cells: readonly (number | null)[]; readonly sum: number | null } {
  const [line, end] = [0, 1];
  const cells = values.map((value) => edgeOf(line, end, value, smallest, false));
  const sum = edgeOf(end, line, add(values), smallest, true);
  protect([...cells, sum], smallest);
  return { cells: cells.map(told), sum: told(sum) };
}

function edgeOf(from: number, to: number, value: number, smallest: number, fixed: boolean): Edge {
  return { from, to, value, fixed, withheld: value > 0 && value < smallest };
}

const told = ({ withheld, value }: Edge): number | null => (withheld ? null : value);

/**
 * Withholds more until every withheld figure is safe: the first that helps, in the order of the table and never by how
 * large it is, for that would tell something of those that are withheld.
 */
function protect(edges: readonly Edge[], smallest: number): void {
  // The only figure of a line whose sum is told can be hidden nowhere: withholding it would help nobody.
  const most = edges.filter((each) => each.withheld || (!each.fixed && each.value > 0));
  const [all, hiding] = [makeWithheld<Edge>(), makeWithheld<Edge>()];
  for (const each of most) all.add(each);
  const weak = new Set(all.weak());
  const inOrder = most.filter((each) => !weak.has(each));
  const open = new Set(inOrder);
  for (const each of most) if (each.withheld && each.value > 0) hiding.add(each);
  const lines = linesOf(edges, open);
  const order = new Map(edges.map((each, at) => [each, at]));
  const openAt = byEnds(inOrder);
  // One that closes a circle before one that opens another.
  const begun = new Set(edges.flatMap(({ withheld, from, to }) => (withheld ? [from, to] : [])));
  const closes = ({ from, to }: Edge): boolean => begun.has(from) && begun.has(to);
  const isFree = ({ withheld }: Edge): boolean => !withheld;
  const first = (among: readonly Edge[]): Edge | undefined =>
    among.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))[0];
  for (;;) {
    const line = lines.firstWeak(smallest);
    const found = line ?? endsOf(first(hiding.weak()));
    if (found === null) return;
    const near = found.flatMap((node) => openAt.get(node) ?? []).filter(isFree);
    const next = first(near.filter(closes)) ?? first(near) ?? (line === null ? inOrder.find(isFree) : undefined);
    const more = next === undefined ? zerosAt(edges, found) : [next];
    if (more.length === 0) return;
    for (const each of more) {
      each.withheld = true;
      lines.withhold(each);
      // None cannot flow.
      if (each.value > 0) hiding.add(each);
      begun.add(each.from).add(each.to);
    }
  }
}

/** Told, unless there is nothing else to hide behind. */
const isZero = ({ value, withheld, fixed }: Edge): boolean => value === 0 && !withheld && !fixed;

function zerosAt(edges: readonly Edge[], nodes: readonly number[]): Edge[] {
  return edges.filter((each) => isZero(each) && (nodes.includes(each.from) || nodes.includes(each.to)));
}

function byEnds(edges: readonly Edge[]): ReadonlyMap<number, readonly Edge[]> {
  const ends = edges.flatMap((each) => [each.from, each.to].map((node) => ({ node, each })));
  return new Map([...Map.groupBy(ends, ({ node }) => node)].map(([node, its]) => [node, its.map(({ each }) => each)]));
}

/** Figures with their sum, counted up as more of them are withheld. */
interface Line {
  readonly node: number;
  figures: number;
  hidden: number;
  hiddenSum: number;
  /** Could still be withheld. */
  spare: number;
}

const lineAt = (node: number): Line => ({ node, figures: 0, hidden: 0, hiddenSum: 0, spare: 0 });

/**
 * The lines of a table. `firstWeak` gives the node of one whose withheld figures are told by their sum: a single one, or so
 * few that whoever knows this rule could tell them from each other.
 */
function linesOf(
  edges: readonly Edge[],
  open: ReadonlySet<Edge>,
): { firstWeak(smallest: number): number[] | null; withhold(edge: Edge): void } {
  const around = new Map(edges.map(({ from }) => [from, { out: lineAt(from), into: lineAt(from) }]));
  const of = ({ from, to }: Edge): Line[] =>
    [around.get(from)?.out, around.get(to)?.into].filter((line) => line != null);
  const hide = (line: Line, { value }: Edge): void => {
    line.hidden += 1;
    line.hiddenSum += value;
  };
  for (const each of edges) {
    for (const line of of(each)) {
      line.figures += 1;
      if (each.withheld) hide(line, each);
      else if (open.has(each) || isZero(each)) line.spare += 1;
    }
  }
  const lines = [...around.values()].flatMap(({ out, into }) => [out, into]);
  return {
    firstWeak(smallest) {
      const weak = lines.find(({ figures, hidden, hiddenSum, spare }) => {
        const isFew = hidden < 2 || hiddenSum < hidden * smallest;
        return figures > 1 && hidden > 0 && isFew && spare > 0;
      });
      return weak === undefined ? null : [weak.node];
    },
    withhold(edge) {
      for (const line of of(edge)) {
        hide(line, edge);
        line.spare -= 1;
      }
    },
  };
}

const endsOf = (edge: Edge | undefined): number[] | null => (edge === undefined ? null : [edge.from, edge.to]);

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
