/**
 * When backgrounds are told of: by groups of people, never as cards are registered one by one. Whoever asked before and
 * after a registration would read that holder's background off the difference (STAT-1, DATA-1).
 */

/** Cards that a network registered in a month, `YYYY-MM`. */
export interface MonthCount {
  readonly networkId: string | null;
  readonly month: string;
  readonly cards: number;
}

/** The months of registration, both included, whose cards are told of a network in a year. */
export interface ToldPeriod {
  readonly networkId: string | null;
  readonly from: string;
  readonly to: string;
}

/**
 * What is told of a year: `months` are all that are over, in their order, from the first one on. A network's months wait
 * until `smallest` cards are together, and are told in the year in which they are: any two answers differ by so many
 * people at least, or by none, and nobody is left out for ever.
 */
export function toldPeriods(months: readonly MonthCount[], year: number, smallest: number): ToldPeriod[] {
  const told: ToldPeriod[] = [];
  for (const [networkId, its] of Map.groupBy(months, (each) => each.networkId)) {
    let waiting = 0;
    let since: string | null = null;
    const groups: { readonly from: string; readonly to: string }[] = [];
    for (const { month, cards } of its) {
      since ??= month;
      waiting += cards;
      if (waiting < smallest) continue;
      if (month.startsWith(`${year}-`)) groups.push({ from: since, to: month });
      [waiting, since] = [0, null];
    }
    const [first, last] = [groups[0], groups.at(-1)];
    if (first !== undefined && last !== undefined) told.push({ networkId, from: first.from, to: last.to });
  }
  return told;
}
