/** A reason in words: for staff, to say, and what to do next (field lesson 3). */
import type { Reason } from '../acquisition/verdict.ts';
import type { Language } from '../kernel/schemas.ts';
import { formatDay, formatMoment } from './format.ts';
import { isMessageKey, translate, type MessageParameters } from './translate.ts';

export interface ReasonWords {
  readonly title: string;
  readonly say: string;
  readonly next: string;
}

/** The words of a reason in a language; `now` in milliseconds decides whether a time needs its date. */
export function reasonWords(language: Language, { code, parameters }: Reason, now: number): ReasonWords {
  const shown = readable(language, parameters, now);
  return {
    title: translate(language, `${code}.title`, shown),
    say: translate(language, `${code}.say`, shown),
    next: translate(language, `${code}.next`, shown).trim(),
  };
}

/** Days, instants and codes among a reason's parameters, as people read them. */
function readable(language: Language, parameters: MessageParameters, now: number): MessageParameters {
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(parameters)) {
    shown[name] = typeof value === 'string' ? readableText(language, name, value, now) : value;
  }
  if ('delivered' in parameters) {
    shown['delivery'] = translate(language, parameters['delivered'] === 1 ? 'use.delivered' : 'use.notDelivered', {});
  }
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
