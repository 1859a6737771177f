/** How many acquisitions the registry remarked on; opens the list. Not there when there is none. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { AttentionIcon } from '../../ui/icons.tsx';

export function FollowUpsMark(): ReactNode {
  const t = useTranslate();
  const count = useDesk((desk) => desk.followUps.length);
  const { openPanel } = useActions();
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="follow-ups-mark"
      data-action="follow-ups"
      data-follow-ups={count}
      onClick={() => openPanel('follow-ups')}
    >
      <AttentionIcon />
      {t('followUps.open', { count })}
    </button>
  );
}
