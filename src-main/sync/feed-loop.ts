/** Down: one change feed of the registry, page by page; rows and cursor go to the desk together (field lesson 16). */
import type { AbortLike } from '../../src-shared/kernel/ports.ts';
import type { DeskSide, FeedPage } from '../services/ports.ts';
import type { Round } from './loop.ts';
import { PAGE_SIZE } from './pace.ts';
import { isProblem, NOT_THE_CONTRACT, type RegistryResult } from './registry-answer.ts';
import type { RegistryClient } from './registry-client.ts';

type PageAnswer = RegistryResult<FeedPage>;
type Query = { readonly after?: string; readonly limit: number };

/** Reads a feed to its end. A cursor that the registry does not know any more starts it anew: a replay is harmless. */
export function feedRound(parts: {
  readonly stream: FeedPage['stream'];
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
}): Round {
  const { stream, desk, registry } = parts;
  return async ({ signal, progress }) => {
    let fromBeginning = false;
    while (!signal.aborted) {
      const after = fromBeginning ? null : await desk.cursor(stream);
      const query = after === null ? { limit: PAGE_SIZE } : { after, limit: PAGE_SIZE };
      const answer = await fetchPage(registry, stream, query, signal);
      if (!answer.ok) {
        if (after === null || !isProblem(answer.error, 'cursor.invalid')) return answer.error;
        fromBeginning = true;
        continue;
      }
      const page = answer.value;
      if (page.more && page.cursor === after) return NOT_THE_CONTRACT;
      await desk.apply(page);
      progress();
      if (!page.more) return null;
      fromBeginning = false;
    }
    return null;
  };
}

async function fetchPage(
  registry: RegistryClient,
  stream: FeedPage['stream'],
  query: Query,
  signal: AbortLike,
): Promise<PageAnswer> {
  const fromBeginning = query.after === undefined;
  switch (stream) {
    case 'performances': {
      const answer = await registry.call('performances', { query, signal });
      return answer.ok ? taken({ ...answer.value, stream, fromBeginning }) : answer;
    }
    case 'uses': {
      const answer = await registry.call('uses', { query, signal });
      return answer.ok ? taken({ ...answer.value, stream, fromBeginning }) : answer;
    }
    case 'rule-sets': {
      const answer = await registry.call('ruleSets', { query, signal });
      return answer.ok ? taken({ ...answer.value, stream, fromBeginning }) : answer;
    }
  }
}

function taken(page: FeedPage): PageAnswer {
  return { ok: true, value: page };
}
