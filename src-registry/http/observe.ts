/** Every answered request is one line of the log and one measurement; neither says more of it than which call it was. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Metrics } from '../metrics.ts';
import type { Log } from '../services/log.ts';
import type { Caller } from './access.ts';
import type { Desk } from '../services/desks/desks.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The call's name in the contract's table. */
    call?: string;
  }
}

export interface Observing {
  /** Takes a line a request; null: none are written. */
  readonly requests: Log | null;
  readonly metrics: Metrics | null;
}

/** What routes tell of a request as they come to know it. */
export interface Seen {
  caller(request: FastifyRequest, caller: Caller | Desk | null): void;
  answer(call: string, value: unknown, reply: FastifyReply): void;
}

/** Begins to observe an application; each answer names its request with `x-request-id`. */
export function observe(app: FastifyInstance, { requests, metrics }: Observing): Seen {
  const callers = new WeakMap<FastifyRequest, Caller | Desk>();

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const call = request.routeOptions.config.call ?? null;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    metrics?.answered(call ?? 'none', reply.raw.statusCode, milliseconds / 1_000);
    requests?.info('request', {
      request: request.id,
      // The table's name, never the address: that is whatever a stranger typed.
      call,
      method: request.method,
      status: reply.raw.statusCode,
      milliseconds,
      ...callerFields(callers.get(request)),
    });
  });

  return {
    caller: (request, caller) => void (caller !== null && callers.set(request, caller)),
    answer(call, value, reply) {
      if (call === 'deliver') metrics?.delivered(value as AnswerOf<'deliver'>);
      // One that is closed already is no stream, and would never be counted out.
      if (call !== 'news' || reply.raw.destroyed) return;
      metrics?.streams(1);
      reply.raw.once('close', () => metrics?.streams(-1));
    },
  };
}

function callerFields(caller: Caller | Desk | undefined): Record<string, string> {
  if (caller === undefined) return {};
  if ('userId' in caller) return { user: caller.userId, site: caller.siteId };
  return { desk: caller.id, site: caller.site.id };
}
