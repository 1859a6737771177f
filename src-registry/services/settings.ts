/** Single values that the database keeps about itself. */
import type { Tx } from '../db/database.ts';

export interface Settings {
  /** Names this database in its cursors. */
  readonly instance: string;
  /** What it was filled with at its first start; missing before that. */
  readonly seed: string;
  /** Demo data are in it: their passwords are public. */
  readonly demo: boolean;
  /** The instant at which the database was last said to come from a backup; missing where it never was. */
  readonly restored: string;
  /** Which database of which cluster it is; missing before its first start. */
  readonly place: string;
  /** Months after a card's end at which its background is parted from it; missing: the preset. */
  readonly backgroundMonths: number;
  /** Smaller figures of statistics about people are withheld; missing: the preset. */
  readonly smallestTold: number;
}

/** A setting's value, or null where it is not set. */
export async function readSetting<Name extends keyof Settings>(tx: Tx, name: Name): Promise<Settings[Name] | null> {
  const [row] = await tx.query<{ value: Settings[Name] }>('SELECT value FROM settings WHERE name = $1', [name]);
  return row?.value ?? null;
}

/** Sets a value unless it is set already; gives what is set then. */
export async function settle<Name extends keyof Settings>(
  tx: Tx,
  name: Name,
  value: Settings[Name],
): Promise<Settings[Name]> {
  await tx.query('INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    name,
    JSON.stringify(value),
  ]);
  return (await readSetting(tx, name)) ?? value;
}
