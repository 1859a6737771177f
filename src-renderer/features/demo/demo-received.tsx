/** A live view of what the registry has received. */
import { useEffect, useState, type ReactNode } from 'react';
import type { CommandAnswer } from '../../../src-shared/desk-api/commands.ts';
import { formatTime } from '../../../src-shared/i18n/format.ts';
import { useActions, useTranslate, useView } from '../../stores/context.ts';

/** Milliseconds between two looks. */
const EVERY = 2_000;

type Received = CommandAnswer<'demo.received'>['received'];

export function DemoReceived(): ReactNode {
  const t = useTranslate();
  const received = useReceived();
  return (
    <section className="received">
      <h3>{t('demo.received')}</h3>
      {received === null ? <p>{t('demo.received.away')}</p> : null}
      {received?.length === 0 ? <p>{t('demo.received.none')}</p> : null}
      <ol>
        {received?.map((event) => (
          <ReceivedEvent key={event.eventId} event={event} />
        ))}
      </ol>
    </section>
  );
}

/** What has arrived, looked up while the panel is open; null where it cannot be seen. */
function useReceived(): Received | null {
  const { received } = useActions();
  const [seen, setSeen] = useState<Received | null>([]);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    async function look(): Promise<void> {
      const answer = await received();
      if (stopped) return;
      setSeen(answer?.received ?? null);
      timer = setTimeout(() => void look(), EVERY);
    }
    void look();
    return () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, [received]);
  return seen;
}

function ReceivedEvent({ event }: { readonly event: Received[number] }): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  return (
    <li data-received={event.eventId} data-type={event.type}>
      <strong>{t(`demo.received.${event.type}`)}</strong> {formatTime(language, Date.parse(event.at))} {event.deskName}
      <span>
        {[event.code, event.title].filter((part) => part !== null).join(' · ')}
        {event.children === null || event.children === 0 ? '' : ` · ${t('last.children', { count: event.children })}`}
      </span>
      {event.conflicts.length === 0 ? null : (
        <small>{t('demo.conflict', { conflicts: event.conflicts.join(', ') })}</small>
      )}
    </li>
  );
}
