/** Pages of lists in the order of ids. */

export interface PageQuery {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A page of at most `limit` rows, of which one more than that was asked for. */
export function pageByIds<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
