/** Marks the performance sold out, or on sale again (CAP-7): the second press does it. */
import { useEffect, useState, type ReactNode } from 'react';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { useActions, useTranslate } from '../../stores/context.ts';
import { ignoreStrayKey } from '../../ui/stray-key.ts';
import { isFirstPress } from '../../ui/single-press.ts';

/** For so long, in milliseconds, the first press is remembered. */
const SURE_FOR = 6_000;

export function SoldOut({ performance: { id, soldOut } }: { readonly performance: Performance }): ReactNode {
  const t = useTranslate();
  const { setSoldOut } = useActions();
  const [isAsked, setAsked] = useState(false);

  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setTimeout(() => setAsked(false), SURE_FOR);
    return () => clearTimeout(timer);
  }, [isAsked]);

  function press(): void {
    setAsked(!isAsked);
    if (isAsked) void setSoldOut({ performanceId: id, soldOut: !soldOut });
  }

  const wish = soldOut ? 'clear' : 'set';
  return (
    <button
      type="button"
      className={isAsked ? 'sold-out asked' : 'sold-out'}
      data-action="sold-out"
      data-sold-out={soldOut}
      onKeyDown={ignoreStrayKey}
      onBlur={() => setAsked(false)}
      onClick={(event) => isFirstPress(event) && press()}
    >
      {t(isAsked ? `soldOut.${wish}.sure` : `soldOut.${wish}`)}
    </button>
  );
}
