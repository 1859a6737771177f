/** What a language must have: exactly the keys of English, a text where that has one, plural forms where that has them. */
import type { en } from './en.ts';

/** Forms chosen by Intl.PluralRules from the parameter that `by` names. */
export interface PluralForms {
  readonly by: string;
  readonly one: string;
  readonly other: string;
}

/** The same keys in another language. */
export type Translation<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : PluralForms;
};

export type Catalogue = Translation<typeof en>;
export type MessageKey = keyof Catalogue;
