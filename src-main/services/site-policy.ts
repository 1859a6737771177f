/** What the site leaves to its desks. */
import type { SitePolicy } from '../../src-shared/registry-api/bodies/site.ts';
import type { DeskContext } from './context.ts';
import { durably } from './durable.ts';
import { showAgain } from './show.ts';

/** Takes the site's policy as the registry tells it; kept for a start without a network. */
export function takePolicy(context: DeskContext, policy: SitePolicy): void {
  const { store, session } = context;
  if (policy.provisional === session.provisional) return;
  durably(store.transaction(() => store.settings.write('site-policy', policy)));
  session.provisional = policy.provisional;
  showAgain(context, 'news');
}
