/** Which withheld figures can be worked out from what is told, found in one pass over them (STAT-1, DATA-1). */

/** A figure that flows from one sum to another, each a small number; at every sum what comes in goes out. At least 1. */
export interface Figure {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

interface Way<One> {
  readonly to: number;
  readonly along: One;
  /** Whether one more can flow so: along a figure, or against one that has more than 1. */
  readonly isOpen: boolean;
}

/** What is withheld, figure by figure. */
export interface Withheld<One> {
  add(figure: One): void;
  /**
   * Those that could be neither more nor less than they are if exactly these are withheld. A figure can be another one if it
   * lies on a circle of ways that are open, other than there and back by itself. A figure of 1 does where both its ends lie
   * in one strongly connected part. A larger one is open in both directions: it does unless it is a bridge of its part, for
   * without it its ends lead to each other in some direction as long as any way is left between them.
   */
  weak(): One[];
}

/** Nothing yet. */
export function makeWithheld<One extends Figure>(): Withheld<One> {
  const figures: One[] = [];
  const ways: Way<One>[][] = [];
  const addWay = (from: number, way: Way<One>): void => void (ways[from] ??= []).push(way);
  return {
    add(figure) {
      const { from, to, value } = figure;
      figures.push(figure);
      addWay(from, { to, along: figure, isOpen: true });
      addWay(to, { to: from, along: figure, isOpen: value > 1 });
    },
    weak() {
      const part = strongParts(ways);
      const bridges = bridgesOf(ways, part);
      return figures.filter((each) => part[each.from] !== part[each.to] || bridges.has(each));
    },
  };
}

type Ways<One> = readonly (readonly Way<One>[] | undefined)[];

/** The strongly connected part of each sum, by a number (Tarjan). */
function strongParts<One>(ways: Ways<One>): readonly number[] {
  const met: number[] = [];
  const part: number[] = [];
  const waiting: number[] = [];
  let count = 0;
  const visit = (node: number): number => {
    const number = count++;
    met[node] = number;
    waiting.push(node);
    let lowest = number;
    for (const { to, isOpen } of ways[node] ?? []) {
      if (isOpen && part[to] === undefined) lowest = Math.min(lowest, met[to] ?? visit(to));
    }
    if (lowest === number) for (const each of waiting.splice(waiting.indexOf(node))) part[each] = number;
    return lowest;
  };
  for (const node of ways.keys()) if (met[node] === undefined) visit(node);
  return part;
}

/** Figures without which the sums of a part are connected no more, whatever the direction (Tarjan). */
function bridgesOf<One>(ways: Ways<One>, part: readonly number[]): ReadonlySet<One> {
  const met: number[] = [];
  const bridges = new Set<One>();
  let count = 0;
  const visit = (node: number, by: One | null): number => {
    const number = count++;
    met[node] = number;
    let lowest = number;
    for (const { to, along } of ways[node] ?? []) {
      if (along === by || part[to] !== part[node]) continue;
      const known = met[to];
      const reached = known ?? visit(to, along);
      if (known === undefined && reached > number) bridges.add(along);
      lowest = Math.min(lowest, reached);
    }
    return lowest;
  };
  for (const node of ways.keys()) if (met[node] === undefined) visit(node, null);
  return bridges;
}
