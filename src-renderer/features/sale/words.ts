/** A verdict's heading and its button, by stage and outcome. */
import type { Verdict } from '../../../src-shared/acquisition/verdict.ts';
import type { MessageKey } from '../../../src-shared/i18n/catalogue.ts';
import type { Translate } from '../../stores/context.ts';

/** The heading: what the colour and the icon mean. */
export function outcomeWords({ outcome, stage, grounds }: Verdict): MessageKey {
  if (outcome !== 'accept') return `sale.${outcome}`;
  if (stage === 'attend') return 'sale.accept.attend';
  return grounds.some(({ code }) => code === 'ground.provisional') ? 'sale.accept.provisional' : 'sale.accept';
}

/** The button that records: what happens when it is pressed. */
export function confirmWords({ outcome, stage, acquisitionId }: Verdict, children: number): Parameters<Translate> {
  if (outcome === 'warn') return ['sale.goOn'];
  if (stage === 'attend') return ['confirm.attend'];
  const tickets = { count: children + 1 };
  if (stage === 'reserve') return ['confirm.reserve', tickets];
  return [acquisitionId === null ? 'sale.confirmMany' : 'confirm.reservation', tickets];
}

/** Whether another number of children could matter: not with a ticket in hand, nor where something else is the matter. */
export function childrenMatter({ outcome, stage, mostChildren, children, reasons }: Verdict): boolean {
  if (stage === 'attend') return false;
  if (outcome !== 'refuse') return mostChildren !== 0 || children > 0;
  const refusals = reasons.filter(({ severity }) => severity === 'refuse');
  return children > 0 && refusals.every(({ code }) => /^(?:children|cap)\./.test(code));
}
