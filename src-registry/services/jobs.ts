/** Background jobs: each is run by one node at a time, and by all nodes together about as often as it says. */
import type { Client } from 'pg';
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import { oneAtATime } from '../db/locks.ts';
import type { Log } from './log.ts';

export interface Job {
  /** Stable: it is the job's lock, its row in `jobs` and its name in the metrics. */
  readonly name: string;
  readonly everyMilliseconds: number;
  /** Must bear to be cut off at any point, and to be run again. */
  run(): Promise<void>;
}

export interface JobParts {
  /** PostgreSQL's address: a lock lives on a connection of its own. */
  readonly url: string;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly onRan: (job: string, seconds: number, failed: boolean) => void;
}

/** Of a job's interval: nodes that look at slightly different moments must not leave out a turn. */
const NEARLY = 0.9;

/** Begins to run the jobs, each for the first time after its interval. `stop` waits for one that runs. */
export function startJobs(jobs: readonly Job[], parts: JobParts): { stop(): Promise<void> } {
  const ending = new AbortController();
  async function repeat(job: Job): Promise<void> {
    for (;;) {
      await parts.timer.sleep(job.everyMilliseconds, ending.signal);
      if (ending.signal.aborted) return;
      await runIfDue(job, parts);
    }
  }
  const running = jobs.map(repeat);
  return {
    async stop() {
      ending.abort();
      await Promise.all(running);
    },
  };
}

/** Runs a job unless another node runs it or has just done so; says whether it ran. A failure is logged, never thrown. */
export async function runIfDue(job: Job, { url, clock, log, onRan }: JobParts): Promise<boolean> {
  let started: number | null = null;
  let failed = false;
  try {
    const ran = await oneAtATime(url, `job ${job.name}`, false, async (connection) => {
      if (!(await claim(connection, job, clock.now()))) return false;
      started = performance.now();
      try {
        await job.run();
      } catch (error) {
        failed = true;
        log.error(`The job "${job.name}" failed and is tried again`, error);
      }
      await connection.query('UPDATE jobs SET finished_at = $2, failed = $3 WHERE name = $1', [
        job.name,
        new Date(clock.now()),
        failed,
      ]);
      return true;
    });
    return ran === true;
  } catch (error) {
    failed = true;
    log.error(`The job "${job.name}" could not be begun or ended`, error);
    return false;
  } finally {
    if (started !== null) onRan(job.name, (performance.now() - started) / 1_000, failed);
  }
}

/** A start from the future is of a clock that has been set back since. */
async function claim(connection: Client, { name, everyMilliseconds }: Job, now: number): Promise<boolean> {
  const { rows } = await connection.query(
    `INSERT INTO jobs (name, started_at) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at
       WHERE jobs.started_at <= $3 OR jobs.started_at > $2
     RETURNING 1`,
    [name, new Date(now), new Date(now - everyMilliseconds * NEARLY)],
  );
  return rows.length > 0;
}
