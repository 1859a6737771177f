/** What the registry does by itself, beside answering. */
import { helsinkiDay } from '../src-shared/kernel/helsinki.ts';
import type { Database } from './db/database.ts';
import { loadDemo } from './demo/load-demo.ts';
import { partBackgrounds } from './services/cards/card-backgrounds.ts';
import type { Context } from './services/context.ts';
import type { Job } from './services/jobs.ts';
import { forgetLeaseRequests } from './services/desks/leases.ts';
import { settleLost } from './services/desks/settle-lost.ts';
import { isSnapshotDue, publishSnapshot } from './services/feeds/snapshot.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The registry's jobs. The folder is where this node keeps the card lists that it hands out. */
export function backgroundJobs(database: Database, context: Context, snapshotFolder: string): Job[] {
  return [
    {
      name: 'snapshot',
      everyMilliseconds: MINUTE,
      run: async () => void (await publishSnapshot(database, context, snapshotFolder, isSnapshotDue)),
    },
    {
      name: 'lost-desks',
      everyMilliseconds: MINUTE,
      run: async () => void (await settleLost(database, context, null)),
    },
    {
      name: 'lease-requests',
      everyMilliseconds: HOUR,
      run: async () => void (await database.transaction((tx) => forgetLeaseRequests(tx, context))),
    },
    {
      name: 'backgrounds',
      everyMilliseconds: HOUR,
      run: async () => void (await partBackgrounds(database, context)),
    },
    ...(context.demo ? [demoJob(database, context)] : []),
  ];
}

/** The demo's data are rolled on when midnight has passed. */
function demoJob(database: Database, context: Context): Job {
  let day = helsinkiDay(context.clock.now());
  return {
    name: 'demo',
    everyMilliseconds: MINUTE,
    async run() {
      const today = helsinkiDay(context.clock.now());
      if (today === day) return;
      const { value: leftOut } = await database.transaction((tx) => loadDemo(tx, context, context.random));
      for (const sentence of leftOut) context.log.info(sentence);
      day = today;
    },
  };
}
