/** Performances, their limits, agents, external shares, reports of sales. */
import { fail, ok } from '../../../src-shared/kernel/result.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import type { OFFER_CALLS } from '../../../src-shared/registry-api/calls/offer.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import type { Conflict } from '../../../src-shared/registry-api/bodies/delivery.ts';
import { tellOfCards } from '../../services/delivery/tell-of-cards.ts';
import { listAgreements, setAgreement } from '../../services/paper/agreements.ts';
import { cancelPerformance } from '../../services/offers/cancel-performance.ts';
import { readSeasonCsv } from '../../services/offers/csv-season.ts';
import { grantShare, sharesOf } from '../../services/paper/external-shares.ts';
import { readSeasonCalendar } from '../../services/offers/ical-season.ts';
import { importReport } from '../../services/paper/import-report.ts';
import { importSeason } from '../../services/offers/import-season.ts';
import { setLimits } from '../../services/offers/limits.ts';
import { noticeOf } from '../../services/offers/notice.ts';
import { offerBetween, offerPage } from '../../services/offers/offer-row.ts';
import { correctPaper, enterPaper, voidPaper } from '../../services/paper/paper.ts';
import { putOffers, reachedOrganiser } from '../../services/offers/put-offers.ts';
import { recurringWishes } from '../../services/offers/recurring.ts';
import { reminders } from '../../services/paper/reminders.ts';
import { setMapping, showMapping } from '../../services/paper/report-mapping.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';
import { ruleSetHandlers } from './rule-sets.ts';

/** Handlers of OFFER_CALLS. */
export function offerHandlers(served: Served): HandlersOf<typeof OFFER_CALLS> {
  const { database, context } = served;
  const told = <Item extends { conflicts: Conflict[] }>(
    { userId, siteId }: { readonly userId: string; readonly siteId: string },
    items: readonly Item[],
  ): Promise<Item[]> => tellOfCards(database, context, { kind: 'user', id: userId, siteId }, items);
  return {
    ...ruleSetHandlers(served),
    offer: ({ caller, query, parameters: { id } }) =>
      database.read(async (tx) => {
        const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.offer.access, id);
        return organiser.ok ? ok(await offerPage(tx, id, query)) : organiser;
      }),
    putPerformances: ({ caller, body, parameters: { id } }) =>
      database.transaction(async (tx) => {
        const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.putPerformances.access, id);
        if (!organiser.ok) return organiser;
        const request = { ...body, action: 'putPerformances', body };
        return putOffers(tx, context, caller, organiser.value, request, body.items, true);
      }),
    putRecurring: ({ caller, body, parameters: { id } }) =>
      database.transaction(async (tx) => {
        const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.putRecurring.access, id);
        if (!organiser.ok) return organiser;
        const wishes = recurringWishes(body);
        if (wishes === null) return fail('request.malformed');
        const request = { ...body, action: 'putRecurring', body };
        return putOffers(tx, context, caller, organiser.value, request, wishes, true);
      }),
    importSeasonCsv: ({ caller, body, parameters: { id } }) => {
      const { access } = ENDPOINTS.importSeasonCsv;
      const season = { organiserId: id, access, request: { ...body, action: 'importSeasonCsv', body } };
      return importSeason(database, context, caller, season, readSeasonCsv(Buffer.from(body.file, 'base64')));
    },
    importSeasonCalendar: ({ caller, body, parameters: { id } }) => {
      const { access } = ENDPOINTS.importSeasonCalendar;
      const season = { organiserId: id, access, request: { ...body, action: 'importSeasonCalendar', body } };
      return importSeason(
        database,
        context,
        caller,
        season,
        readSeasonCalendar(Buffer.from(body.file, 'base64'), body),
      );
    },
    notice: ({ caller, query, parameters: { id } }) =>
      database.read(async (tx) => {
        const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.notice.access, id);
        if (!organiser.ok) return organiser;
        const offer = await offerBetween(tx, id, query.from ?? helsinkiDay(context.clock.now()), query.to ?? null);
        const text = noticeOf(
          query.language,
          organiser.value.name,
          offer.map(({ performance }) => performance),
        );
        return ok((_request, reply) => reply.header('cache-control', 'no-store').type('text/plain').send(text));
      }),
    limits: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setLimits(tx, context, caller, id, body)),
    cancelPerformance: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => cancelPerformance(tx, context, caller, id, body.cancelled)),
    agreements: ({ caller, parameters: { id } }) => database.read((tx) => listAgreements(tx, caller, id)),
    setAgreement: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setAgreement(tx, context, caller, id, body)),
    shares: ({ caller, parameters: { id } }) => database.read((tx) => sharesOf(tx, caller, id)),
    grantShare: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => grantShare(tx, context, caller, id, body)),
    reportMapping: ({ caller, parameters: { id } }) => database.read((tx) => showMapping(tx, caller, id)),
    setReportMapping: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setMapping(tx, context, caller, id, body)),
    async importReport({ caller, body, parameters: { id } }) {
      const done = await database.transaction((tx) => importReport(tx, context, caller, id, body));
      return done.ok ? ok({ ...done.value, lines: await told(caller, done.value.lines) }) : done;
    },
    async enterPaper({ caller, body, parameters: { id } }) {
      const done = await database.transaction((tx) => enterPaper(tx, context, caller, id, body));
      return done.ok ? ok({ answers: await told(caller, done.value.answers) }) : done;
    },
    voidPaper: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => voidPaper(tx, context, caller, id, body)),
    async correctPaper({ caller, body, parameters: { id } }) {
      const done = await database.transaction((tx) => correctPaper(tx, context, caller, id, body.children));
      if (!done.ok) return done;
      const [state = done.value] = await told(caller, [done.value]);
      return ok(state);
    },
    reminders: ({ caller, query }) => database.read((tx) => reminders(tx, context, caller, query)),
  };
}
