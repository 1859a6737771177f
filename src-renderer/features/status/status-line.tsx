/** The line below: network, card list, what waits to be delivered, the clock, scanners (field lessons 1, 2, 15, 19). */
import type { ReactNode } from 'react';
import { useDesk, useTranslate, useView } from '../../stores/context.ts';
import { AsideIcon, ClockIcon, ListIcon, NetworkIcon, NoNetworkIcon, SendIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { FollowUpsMark } from '../follow-ups/follow-ups-mark.tsx';
import { ScannersMark } from '../scanners/scanners-mark.tsx';
import { cardListWords, skewWords, troubleWords } from './words.ts';

export function StatusLine(): ReactNode {
  const t = useTranslate();
  const language = useView((view) => view.language);
  const { network, cards, waiting, setAside, skewMilliseconds, trouble } = useDesk((desk) => desk.sync);
  const skew = skewWords(language, skewMilliseconds);
  const list = cardListWords(language, cards, useNow());
  const away = network === 'offline' || network === 'revoked';
  return (
    <footer
      className="status-line"
      data-network={network}
      data-cards={cards.count}
      data-cards-state={cards.state}
      data-waiting={waiting}
      data-set-aside={setAside}
    >
      <span data-tone={away ? 'attention' : 'calm'}>
        {away ? <NoNetworkIcon /> : <NetworkIcon />}
        {t(`status.network.${network}`)}
      </span>
      <span data-tone={cards.state === 'ready' || cards.state === 'loading' ? 'calm' : 'attention'}>
        <ListIcon />
        {list}
      </span>
      <span data-tone="calm">
        <SendIcon />
        {waiting === 0 ? t('status.delivered') : t('status.waiting', { count: waiting })}
      </span>
      {setAside === 0 ? null : (
        <span data-tone="attention">
          <AsideIcon />
          {t('status.setAside', { count: setAside })}
        </span>
      )}
      {skew === null ? null : (
        <span data-tone="attention" data-skew={skewMilliseconds}>
          <ClockIcon />
          {skew}
        </span>
      )}
      <ScannersMark />
      <FollowUpsMark />
      {trouble === null || away ? null : (
        <span data-tone="attention" data-trouble={trouble}>
          {troubleWords(language, trouble)}
        </span>
      )}
    </footer>
  );
}
