/** Words in a language: looks a message up, picks its plural form and puts the parameters in. */
import type { Language } from '../kernel/schemas.ts';
import type { Catalogue, MessageKey, PluralForms } from './catalogue.ts';
import { en } from './en.ts';
import { fi } from './fi.ts';
import { sv } from './sv.ts';

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { fi, sv, en };

export type MessageParameters = Readonly<Record<string, string | number>>;

const plurals: Readonly<Record<Language, Intl.PluralRules>> = {
  fi: new Intl.PluralRules('fi'),
  sv: new Intl.PluralRules('sv'),
  en: new Intl.PluralRules('en'),
};

/** The message with `{name}` replaced by the parameter of that name; a missing parameter leaves nothing behind. */
export function translate(language: Language, key: MessageKey, parameters: MessageParameters): string {
  const message: string | PluralForms = CATALOGUES[language][key];
  const text = typeof message === 'string' ? message : pluralForm(language, message, parameters);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
}

/** Whether a string is the key of a message. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

function pluralForm(language: Language, forms: PluralForms, parameters: MessageParameters): string {
  return plurals[language].select(Number(parameters[forms.by])) === 'one' ? forms.one : forms.other;
}
