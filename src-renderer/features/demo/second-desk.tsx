/** Opens a second desk in a window of its own. */
import { useState, type ReactNode } from 'react';
import { useActions, useTranslate } from '../../stores/context.ts';

export function SecondDesk(): ReactNode {
  const t = useTranslate();
  const { demo } = useActions();
  const [url, setUrl] = useState<string | null>(null);

  async function open(): Promise<void> {
    const answer = await demo('demo.second-desk', null);
    if (answer === null) return;
    setUrl(answer.url);
    // A browser may block the window: the link stays.
    window.open(answer.url, '_blank', 'noopener');
  }

  return (
    <section>
      <h3>{t('demo.second')}</h3>
      <p>{t('demo.second.hint')}</p>
      <button type="button" data-action="second-desk" onClick={() => void open()}>
        {t('demo.second.open')}
      </button>
      {url === null ? null : (
        <p>
          <a href={url} target="_blank" rel="noopener noreferrer">
            {t('demo.second.link')}
          </a>
        </p>
      )}
    </section>
  );
}
