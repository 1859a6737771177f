/** The field for a code that is read by eye. */
import type { FormEvent, ReactNode } from 'react';
import { LONGEST_SCAN } from '../../../src-shared/scan/scan.ts';
import { useActions, useTranslate } from '../../stores/context.ts';

/** DATA-1: neither the browser, nor a speller that asks a server, nor a password manager keeps a card's code or offers one. */
const NEVER_KEPT = {
  autoComplete: 'off',
  autoCorrect: 'off',
  spellCheck: false,
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-form-type': 'other',
  'data-lpignore': true,
} as const;

export function TypedCode(): ReactNode {
  const t = useTranslate();
  const { scan } = useActions();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const code = String(new FormData(form).get('code') ?? '').trim();
    form.reset();
    if (code !== '') void scan({ text: code, source: 'typed' });
  }

  return (
    <form className="typed" onSubmit={submit} autoComplete="off">
      <label>
        <span>{t('sale.typed.label')}</span>
        <input name="code" type="text" maxLength={LONGEST_SCAN} autoCapitalize="characters" {...NEVER_KEPT} />
      </label>
      <button type="submit" data-action="typed">
        {t('sale.typed.submit')}
      </button>
    </form>
  );
}
