/** The group as a whole: its cards, tickets and places, and what is to be said of it. Announced as it changes. */
import type { ReactNode } from 'react';
import type { Basket } from '../../../src-shared/desk-api/state.ts';
import { formatEuros } from '../../../src-shared/i18n/format.ts';
import { reasonWords } from '../../../src-shared/i18n/reason-words.ts';
import { useDesk, useTranslate, useView } from '../../stores/context.ts';
import { useNow } from '../../ui/now.ts';
import { asSentence } from '../../ui/sentence.ts';

/** What tells why a group cannot be recorded. */
export const GROUP_SUMMARY_ID = 'group-summary';

export function GroupSummary({ basket }: { readonly basket: Basket }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const now = useNow();
  const feeCents = useDesk(
    (desk) =>
      (desk.stage === 'redeem' &&
        desk.performances.find(({ performance }) => performance.id === desk.pickedId)?.performance.feeCents) ||
      0,
  );
  const { lines, reasons, units } = basket;
  const good = lines.filter(({ verdict }) => verdict.outcome !== 'refuse');
  const tickets = good.reduce((sum, { verdict }) => sum + 1 + verdict.children, 0);
  return (
    <div className="group-summary" id={GROUP_SUMMARY_ID} role="status">
      <p className="totals" data-cards={lines.length} data-tickets={tickets} data-units={units}>
        {[
          t('group.cards', { count: lines.length }),
          t('group.tickets', { count: tickets }),
          ...(units === 0 ? [] : [t('group.places', { count: units })]),
          ...(feeCents * tickets === 0 ? [] : [t('last.fee', { euros: formatEuros(language, feeCents * tickets) })]),
        ].join(' · ')}
      </p>
      {good.length === 0 && lines.length > 0 ? <p className="blocked">{t('group.blocked')}</p> : null}
      {reasons.map((reason) => {
        const { title, next, say } = reasonWords(language, reason, now);
        return (
          <div key={reason.code} className="group-reason" data-severity={reason.severity}>
            <p>
              <strong>{asSentence(title)}</strong> {next}
            </p>
            <p>
              {t('sale.say')}: {say}
            </p>
          </div>
        );
      })}
    </div>
  );
}
