/** Pairwise selection: few rows in which any two values of any two conditions meet at least once. */

/** Conditions by name, each with its values. */
export type Conditions = Readonly<Record<string, readonly string[]>>;
export type Row<Of extends Conditions> = { readonly [Name in keyof Of]: Of[Name][number] };

/** Takes row after row, always the one with the most pairs that have not met yet; the same rows every time. */
export function pairwise<Of extends Conditions>(conditions: Of): Row<Of>[] {
  const names = Object.keys(conditions);
  const missing = new Set<string>();
  for (const [at, first] of names.entries()) {
    for (const second of names.slice(at + 1)) {
      for (const one of conditions[first]!)
        for (const other of conditions[second]!) missing.add(pair(first, one, second, other));
    }
  }
  const rows: Row<Of>[] = [];
  while (missing.size > 0) {
    const row: Record<string, string> = {};
    const [next = ''] = missing;
    const [first, one, second, other] = next.split('|');
    row[first!] = one!;
    row[second!] = other!;
    for (const name of names.filter((each) => !(each in row)))
      row[name] = bestValue(name, conditions[name]!, row, missing);
    for (const met of pairsOf(row)) missing.delete(met);
    rows.push(row as Row<Of>);
  }
  return rows;
}

function bestValue(
  name: string,
  values: readonly string[],
  row: Readonly<Record<string, string>>,
  missing: ReadonlySet<string>,
): string {
  const gain = (value: string) => pairsOf({ ...row, [name]: value }).filter((each) => missing.has(each)).length;
  return values.toSorted((first, second) => gain(second) - gain(first))[0]!;
}

function pairsOf(row: Readonly<Record<string, string>>): string[] {
  const set = Object.entries(row);
  return set.flatMap(([first, one], at) =>
    set.slice(at + 1).flatMap(([second, other]) => [pair(first, one, second, other), pair(second, other, first, one)]),
  );
}

function pair(first: string, one: string, second: string, other: string): string {
  return [first, one, second, other].join('|');
}
