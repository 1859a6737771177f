/** The sale: ready to scan, the verdict, what to do about it, and the sale before. */
import { useRef, type ReactNode } from 'react';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { CardIcon } from '../../ui/icons.tsx';
import { LastSale } from './last-sale.tsx';
import { SaleHeader } from './sale-header.tsx';
import { TypedCode } from './typed-code.tsx';
import { VerdictActions } from './verdict-actions.tsx';
import { useSaleKeys } from './use-sale-keys.ts';
import { useVerdictFocus } from './use-verdict-focus.ts';
import { useVerdictTick } from './use-verdict-tick.ts';
import { VerdictWords } from './verdict-words.tsx';

export function Sale(): ReactNode {
  const shown = useDesk((desk) => desk.shown);
  const actionsPlace = useRef<HTMLDivElement>(null);
  useVerdictFocus(shown, actionsPlace);
  useVerdictTick(shown?.scanId ?? null);
  useSaleKeys();
  const marks =
    shown === null
      ? {}
      : {
          'data-verdict': shown.verdict.outcome,
          'data-reasons': shown.verdict.reasons.map(({ code }) => code).join(' '),
          'data-scan-id': shown.scanId,
        };
  return (
    <div className="sale">
      <SaleHeader />
      {/* The region stays and its content is made anew for each scan: then the same words are announced again. */}
      <div className="stage" role="status" aria-atomic="true" {...marks}>
        {shown === null ? <Ready /> : <VerdictWords key={shown.scanId} shown={shown} />}
      </div>
      {shown === null ? null : <VerdictActions shown={shown} place={actionsPlace} />}
      <div className="desk-row">
        <LastSale />
        <TypedCode />
      </div>
    </div>
  );
}

function Ready(): ReactNode {
  const t = useTranslate();
  return (
    <div className="ready">
      <CardIcon />
      <h1>{t('sale.ready')}</h1>
      <p>{t('sale.ready.more')}</p>
    </div>
  );
}
