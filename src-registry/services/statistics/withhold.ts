/** Small figures are withheld from a table, and as many others that they cannot be worked out from sums (STAT-1, DATA-1). */

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
  readonly from: string;
  readonly to: string;
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
  const inner = cells.map((row, r) =>
    row.map((value, c) => ({
      ...edgeOf(`row ${r}`, `column ${c}`, value, smallest, false),
      ...(line.cells[r] === null ? { withheld: true } : {}),
    })),
  );
  const rowSums = sums.map((value, r) => ({
    ...edgeOf('all rows', `row ${r}`, value, smallest, true),
    withheld: line.cells[r] === null,
  }));
  const columnSums = columns.map((value, c) => edgeOf(`column ${c}`, 'all columns', value, smallest, false));
  const sum = { ...edgeOf('all columns', 'all rows', add(sums), smallest, true), withheld: line.sum === null };
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
  const cells = values.map((value) => edgeOf('line', 'end', value, smallest, false));
  const sum = edgeOf('end', 'line', add(values), smallest, true);
  protect([...cells, sum], smallest);
  return { cells: cells.map(told), sum: told(sum) };
}

function edgeOf(from: string, to: string, value: number, smallest: number, fixed: boolean): Edge {
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
  const open = most.filter((each) => !isWeak(each, most));
  for (;;) {
    const line = weakLine(edges, open, smallest);
    const found = line ?? weakEdge(edges);
    if (found === null) return;
    const meets = ({ from, to }: Edge): boolean => found.includes(from) || found.includes(to);
    const free = open.filter(({ withheld }) => !withheld);
    // One that closes a circle before one that opens another.
    const begun = new Set(edges.flatMap(({ withheld, from, to }) => (withheld ? [from, to] : [])));
    const closes = ({ from, to }: Edge): boolean => begun.has(from) && begun.has(to);
    const next =
      free.find((each) => meets(each) && closes(each)) ?? free.find(meets) ?? (line === null ? free[0] : undefined);
    const more = next === undefined ? zerosOf(edges).filter(meets) : [next];
    if (more.length === 0) return;
    for (const each of more) each.withheld = true;
  }
}

/** Told, unless there is nothing else to hide behind. */
function zerosOf(edges: readonly Edge[]): Edge[] {
  return edges.filter(({ value, withheld, fixed }) => value === 0 && !withheld && !fixed);
}

/**
 * A line whose withheld figures are told by their sum: a single one, or so few that whoever knows this rule could tell them
 * from each other.
 */
function weakLine(edges: readonly Edge[], open: readonly Edge[], smallest: number): string[] | null {
  const spare = new Set([...open.filter(({ withheld }) => !withheld), ...zerosOf(edges)]);
  for (const node of new Set(edges.map(({ from }) => from))) {
    for (const parts of [edges.filter(({ from }) => from === node), edges.filter(({ to }) => to === node)]) {
      const hidden = parts.filter(({ withheld }) => withheld);
      const isFew = hidden.length < 2 || add(hidden.map(({ value }) => value)) < hidden.length * smallest;
      if (parts.length > 1 && hidden.length > 0 && isFew && parts.some((each) => spare.has(each))) return [node];
    }
  }
  return null;
}

/** The ends of a withheld figure that could not be another one. */
function weakEdge(edges: readonly Edge[]): string[] | null {
  const hidden = edges.filter(({ withheld, value }) => withheld && value > 0);
  const weak = hidden.find((each) => isWeak(each, hidden));
  return weak === undefined ? null : [weak.from, weak.to];
}

/** Whether a figure could be neither more nor less than it is if these are withheld, each of them 1 at least. */
function isWeak(edge: Edge, hidden: readonly Edge[]): boolean {
  const others = hidden.filter((other) => other !== edge);
  const canGrow = leads(others, edge.to, edge.from);
  return !canGrow && !(edge.value > 1 && leads(others, edge.from, edge.to));
}

/** Whether one more can flow from a node to another: along an edge, or against one that has more than 1. */
function leads(edges: readonly Edge[], start: string, end: string): boolean {
  const seen = new Set([start]);
  for (const node of seen) {
    if (node === end) return true;
    for (const { from, to, value } of edges) {
      if (from === node) seen.add(to);
      if (to === node && value > 1) seen.add(from);
    }
  }
  return false;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
