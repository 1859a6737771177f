/** A reason in words: for staff, to say, and what to do next (field lesson 3); and a ground of what was accepted. */
import type { Ground } from '../acquisition/grounds.ts';
import type { Reason } from '../acquisition/verdict.ts';
import type { Language } from '../kernel/schemas.ts';
import { formatDay, formatEuros, formatMoment } from './format.ts';
import { isMessageKey, translate, type MessageParameters } from './translate.ts';

export interface ReasonWords {
  readonly title: string;
  readonly say: string;
  readonly next: string;
}

/**
 * The words of a reason in a language; `now` in milliseconds decides whether a time needs its date. Where the severity
 * is another than usual, so is what to say and do: `code.next.warn` goes before `code.next`.
 */
export function reasonWords(language: Language, { code, severity, parameters }: Reason, now: number): ReasonWords {
  const shown = readable(language, parameters, now);
  const words = (part: keyof ReasonWords): string => {
    const ofSeverity = `${code}.${part}.${severity}`;
    return translate(language, isMessageKey(ofSeverity) ? ofSeverity : `${code}.${part}`, shown).trim();
  };
  return { title: words('title'), say: words('say'), next: words('next') };
}

/** A ground in one sentence; `now` in milliseconds decides whether a time needs its date. */
export function groundWords(language: Language, { code, parameters }: Ground, now: number): string {
  return translate(language, code, readable(language, parameters, now));
}

/** Days, instants, amounts and codes among parameters, as people read them. */
function readable(language: Language, parameters: MessageParameters, now: number): MessageParameters {
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(parameters)) {
    shown[name] = typeof value === 'string' ? readableText(language, name, value, now) : value;
  }
  if ('delivered' in parameters) {
    shown['delivery'] = translate(language, parameters['delivered'] === 1 ? 'use.delivered' : 'use.notDelivered', {});
  }
  const { cents, tickets } = parameters;
  if (cents !== undefined) {
    shown['euros'] = formatEuros(language, Number(cents));
    shown['total'] = formatEuros(language, Number(cents) * Number(tickets ?? 1));
  }
  const capRule = `capRule.${parameters['rule']}`;
  if (isMessageKey(capRule)) shown['capRule'] = translate(language, capRule, {});
  const reason = parameters[language];
  if (reason !== undefined) shown['reason'] = reason;
  return shown;
}

function readableText(language: Language, name: string, value: string, now: number): string {
  if (name === 'why') {
    const key = `malformed.${value}`;
    return isMessageKey(key) ? translate(language, key, {}) : value;
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(language, value);
  if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return formatMoment(language, Date.parse(value), now);
  return value;
}
