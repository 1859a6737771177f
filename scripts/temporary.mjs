// A folder for what tests and measurements leave behind: PostgreSQL's data alone is gigabytes after a day of them.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Environment for programs whose temporary files are removed when this process ends. */
export function withTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-run-'));
  // As the system's own: PostgreSQL's user and that of the package manager get there too.
  chmodSync(folder, 0o1777);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return { TMPDIR: folder, TEMP: folder, TMP: folder };
}
