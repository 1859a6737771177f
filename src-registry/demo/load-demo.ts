/** Puts the demo's data in the database, or rolls what is there to today. */
import { v5 } from 'uuid';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Random } from '../../src-shared/kernel/ports.ts';
import { FIRST_USER } from '../../src-shared/registry-api/bodies/login.ts';
import type { Tx } from '../db/database.ts';
import { putCards } from '../services/cards/cards.ts';
import type { Context } from '../services/context.ts';
import { hashPassword } from '../services/people/passwords.ts';
import { putPerformances } from '../services/offers/performances.ts';
import { findLogin } from '../services/people/sessions.ts';
import { addAgentClient, addUser, putNetwork, putSite } from '../services/people/sites.ts';
import { DEMO_SITES, demoCards, demoPerformances, demoSite, placeOf, settingsOf } from './demo-data.ts';

/** The demo's site that hands out cards. */
const DISTRIBUTOR = 'sosiaalitoimisto';

/**
 * Sites, performances and cards as they are now; what is in use already stays, with its dates moved. Gives a sentence for
 * each performance that a later rule set has made unlawful.
 */
export async function loadDemo(
  tx: Tx,
  context: Pick<Context, 'clock' | 'keys'>,
  random: Random,
): Promise<{ readonly ok: true; readonly value: readonly string[] }> {
  const now = context.clock.now();
  for (const { id, name, municipalities } of DEMO_SITES.networks) await putNetwork(tx, { id, name, municipalities });
  for (const { login, canLogIn } of DEMO_SITES.sites) {
    const site = demoSite(login);
    await putSite(tx, site, settingsOf(login), placeOf(login));
    if (!canLogIn || (await findLogin(tx, login, FIRST_USER)) !== null) continue;
    const user = { id: v5(FIRST_USER, site.id), siteId: site.id, login: FIRST_USER };
    await addUser(tx, user, await hashPassword(DEMO_SITES.password, random), false);
  }
  for (const { agent, sellsFor } of DEMO_SITES.agents) {
    for (const organiser of sellsFor) await addAgentClient(tx, context, demoSite(agent).id, demoSite(organiser).id);
  }
  // In the order in which the streams' counters are locked elsewhere.
  const { id: siteId } = demoSite(DISTRIBUTOR);
  await putCards(
    tx,
    context,
    demoCards(helsinkiDay(now)).map((card) => ({ ...card, siteId })),
  );
  const unlawful = await putPerformances(tx, demoPerformances(now));
  return ok(
    unlawful.map(({ performance, breaches: [first] }) => `"${performance.title.en}" breaks ${first?.rule}: left out.`),
  );
}
