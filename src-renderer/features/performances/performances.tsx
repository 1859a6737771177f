/** The list of performances: today's first, one to pick. */
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { OfferedPerformance } from '../../../src-shared/desk-api/state.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { overFrom } from '../../../src-shared/performance/performance.ts';
import { useDesk, useTranslate } from '../../stores/context.ts';
import { focusIsFree } from '../../ui/focus.ts';
import { useNow } from '../../ui/now.ts';
import { PerformanceRow } from './performance-row.tsx';

export function Performances(): ReactNode {
  const t = useTranslate();
  const now = useNow();
  const offered = useDesk((desk) => desk.performances);
  const list = useRef<HTMLDivElement>(null);
  const today = helsinkiDay(now);
  const inOrder = offered.toSorted(byTime);
  const todays = inOrder.filter(({ performance }) => performance.day <= today);
  const later = inOrder.filter(({ performance }) => performance.day > today);
  const first = inOrder.find(({ performance }) => now < overFrom(performance)) ?? inOrder[0];
  const firstId = first?.performance.id ?? null;

  useLayoutEffect(() => {
    if (firstId !== null && focusIsFree()) rowOf(list.current, firstId)?.focus();
  }, [firstId]);

  return (
    <div className="performances" ref={list} onKeyDown={moveWithArrows}>
      <header>
        <h1>{t('performances.title')}</h1>
        <p>{t(offered.length === 0 ? 'performances.none' : 'performances.hint')}</p>
      </header>
      <Group title={t('performances.today')} offered={todays} now={now} />
      <Group title={t('performances.later')} offered={later} now={now} />
    </div>
  );
}

interface GroupParts {
  readonly title: string;
  readonly offered: readonly OfferedPerformance[];
  /** The desk's time in milliseconds. */
  readonly now: number;
}

function Group({ title, offered, now }: GroupParts): ReactNode {
  if (offered.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {offered.map((one) => (
          <li key={one.performance.id}>
            <PerformanceRow offered={one} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By day, then what has no hour, then by hour. */
function byTime({ performance: a }: OfferedPerformance, { performance: b }: OfferedPerformance): number {
  const [keyA, keyB] = [`${a.day} ${a.startsAt ?? ''}`, `${b.day} ${b.startsAt ?? ''}`];
  return keyA < keyB ? -1 : Number(keyA > keyB);
}

function rowOf(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-performance-id="${CSS.escape(id)}"]`) ?? null;
}

function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-performance-id]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
}
