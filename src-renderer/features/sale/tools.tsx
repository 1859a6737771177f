/** What else there is to do at the counter: a group, an assistant, what was recorded before. */
import type { ReactNode } from 'react';
import { useActions, useDesk, useTranslate } from '../../stores/context.ts';
import { AssistantIcon, GroupIcon, ListIcon } from '../../ui/icons.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { StageSwitch } from './stage-switch.tsx';

export function Tools(): ReactNode {
  const t = useTranslate();
  const inGroup = useDesk((desk) => desk.basket !== null);
  const assisted = useDesk(({ assistance }) =>
    assistance === null ? 0 : assistance.assistants + assistance.supportPersons,
  );
  const { openGroup, openPanel } = useActions();
  return (
    <div className="tools">
      <StageSwitch />
      <button
        type="button"
        data-action="group"
        aria-pressed={inGroup}
        aria-disabled={inGroup}
        aria-keyshortcuts="F7"
        onMouseDown={keepFocus}
        onClick={() => (inGroup ? undefined : void openGroup(true))}
      >
        <GroupIcon />
        {t('group.open')} <kbd>F7</kbd>
      </button>
      <button type="button" data-action="assist" aria-keyshortcuts="F8" onClick={() => openPanel('assist')}>
        <AssistantIcon />
        {t('assist.open')}
        {assisted === 0 ? null : <span data-assisted={assisted}>{assisted}</span>} <kbd>F8</kbd>
      </button>
      <button type="button" data-action="recent" aria-keyshortcuts="F9" onClick={() => openPanel('recent')}>
        <ListIcon />
        {t('recent.open')} <kbd>F9</kbd>
      </button>
    </div>
  );
}
