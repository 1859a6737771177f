/** Why an accepted card is lawful: each ground with its rule's number (CAP-10). Worded only once it is opened. */
import { useState, type ReactNode } from 'react';
import type { Ground } from '../../../src-shared/acquisition/grounds.ts';
import { groundWords } from '../../../src-shared/i18n/reason-words.ts';
import { useTranslate, useView } from '../../stores/context.ts';
import { useNow } from '../../ui/now.ts';

export function Grounds({ grounds }: { readonly grounds: readonly Ground[] }): ReactNode {
  const t = useTranslate();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="grounds" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-action="why">{t('sale.why')}</summary>
      {isOpen ? <GroundList grounds={grounds} /> : null}
    </details>
  );
}

function GroundList({ grounds }: { readonly grounds: readonly Ground[] }): ReactNode {
  const language = useView((view) => view.language);
  const now = useNow();
  return (
    <ul ref={intoView}>
      {grounds.map((ground) => (
        <li key={ground.code} data-ground={ground.code}>
          <span>{groundWords(language, ground, now)}</span> <small>{ground.rule}</small>
        </li>
      ))}
    </ul>
  );
}

/** Where the reasons fill the place, opened grounds would stand below its edge. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
