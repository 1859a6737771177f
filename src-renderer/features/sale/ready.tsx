/** Nothing on screen yet: what reading a card does now. */
import type { ReactNode } from 'react';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { CardIcon } from '../../ui/icons.tsx';

export function Ready(): ReactNode {
  const t = useTranslate();
  const does = useDesk(({ stage, cardSeen }) => (stage === 'reserve' && !cardSeen ? 'telephone' : stage));
  return (
    <div className="ready" data-ready={does}>
      <CardIcon />
      <h1>{t(`ready.${does}`)}</h1>
      <p>{t(`ready.${does}.more`)}</p>
    </div>
  );
}
