/** What the desk remembers once, each under its name. */
import type { Database } from 'better-sqlite3';
import type { DeskSettings, SettingsStore } from '../services/store-ports/settings.ts';

/** Settings in desk.db. */
export function settingsStore(database: Database): SettingsStore {
  const read = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  const write = database.prepare<[string, string]>(`
    INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`);
  return {
    read<Name extends keyof DeskSettings>(name: Name): DeskSettings[Name] | null {
      const value = read.get(name);
      return value === undefined ? null : (JSON.parse(value) as DeskSettings[Name]);
    },
    write: (name, value) => void write.run(name, JSON.stringify(value)),
  };
}
