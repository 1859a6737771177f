/** The field for a code that is read by eye. */
import type { FormEvent, ReactNode } from 'react';
import { useActions, useTranslate } from '../../stores/context.ts';

export function TypedCode(): ReactNode {
  const t = useTranslate();
  const { scan } = useActions();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const code = String(new FormData(form).get('code') ?? '').trim();
    form.reset();
    if (code !== '') void scan(code, 'typed');
  }

  return (
    <form className="typed" onSubmit={submit} autoComplete="off">
      <label>
        <span>{t('sale.typed.label')}</span>
        <input
          name="code"
          type="text"
          maxLength={100}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
        />
      </label>
      <button type="submit" data-action="typed">
        {t('sale.typed.submit')}
      </button>
    </form>
  );
}
