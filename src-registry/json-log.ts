/** The registry's log: one line of JSON an event, for machines (pino). */
import { pino } from 'pino';
import { errorText, scrubbed } from './scrub.ts';
import type { Log } from './services/log.ts';
import { codeOf } from './start-failure.ts';

export const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Writes lines at a level and above; `info` has one line a request. Only fields that the caller names are written, and
 * of texts nothing that looks like a card's code or a token.
 */
export function jsonLog(level: LogLevel, write: (line: string) => void): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    info: (event, fields = {}) => log.info(fields, scrubbed(event)),
    warn: (event, fields = {}) => log.warn(fields, scrubbed(event)),
    error: (event, error) => log.error({ error: errorText(error), code: codeOf(error) }, scrubbed(event)),
  };
}
