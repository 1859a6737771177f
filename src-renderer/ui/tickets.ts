/** The tickets of an acquisition in words. */
import type { Translate } from '../stores/context.ts';

/** One adult, and the children. */
export function ticketsInWords(t: Translate, children: number): string {
  return children === 0 ? t('last.adult') : `${t('last.adult')}, ${t('last.children', { count: children })}`;
}
