/** The sale: ready to scan, the verdict, what to do about it, and the sale before. */
import { useRef, type ReactNode } from 'react';
import type { ShownVerdict } from '../../../src-shared/desk-api/state.ts';
import { useDesk } from '../../stores/context.ts';
import { Viewfinder } from '../camera/viewfinder.tsx';
import { Group } from '../group/group.tsx';
import { LastSale } from './last-sale.tsx';
import { Ready } from './ready.tsx';
import { SaleHeader } from './sale-header.tsx';
import { Tools } from './tools.tsx';
import { TypedCode } from './typed-code.tsx';
import { VerdictActions } from './verdict-actions.tsx';
import { useSaleKeys } from './use-sale-keys.ts';
import { useVerdictFocus } from './use-verdict-focus.ts';
import { useVerdictTick } from './use-verdict-tick.ts';
import { VerdictWords } from './verdict-words.tsx';

export function Sale(): ReactNode {
  const stage = useDesk((desk) => desk.stage);
  const inGroup = useDesk((desk) => desk.basket !== null);
  useSaleKeys();
  return (
    <div className="sale" data-stage={stage}>
      <SaleHeader />
      <Tools />
      {inGroup ? <Group /> : <OneCard />}
      <Viewfinder />
      <div className="desk-row">
        <LastSale />
        <TypedCode />
      </div>
    </div>
  );
}

function OneCard(): ReactNode {
  const shown = useDesk((desk) => desk.shown);
  const actionsPlace = useRef<HTMLDivElement>(null);
  useVerdictFocus(shown, actionsPlace);
  useVerdictTick(shown?.scanId ?? null);
  return (
    <>
      {/* The region stays and its content is made anew for each scan: then the same words are announced again. */}
      <div className="stage" role="status" aria-atomic="true" {...marksOf(shown)}>
        {shown === null ? <Ready /> : <VerdictWords key={shown.scanId} shown={shown} />}
      </div>
      {shown === null ? null : <VerdictActions shown={shown} place={actionsPlace} />}
    </>
  );
}

function marksOf(shown: ShownVerdict | null): Readonly<Record<`data-${string}`, string>> {
  if (shown === null) return {};
  const { outcome, reasons, grounds } = shown.verdict;
  return {
    'data-verdict': outcome,
    'data-reasons': reasons.map(({ code }) => code).join(' '),
    'data-grounds': grounds.map(({ code }) => code).join(' '),
    'data-scan-id': shown.scanId,
  };
}
