/** Enrolment: once per desk, by a person who knows the site's password. */
import type { FormEvent, ReactNode } from 'react';
import { useActions, useTranslate, useView } from '../../stores/context.ts';
import { Field } from '../../ui/field.tsx';

export function Enrol(): ReactNode {
  const t = useTranslate();
  const busy = useView((view) => view.busy === 'enrol');
  const { enrol } = useActions();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => String(fields.get(name) ?? '');
    void enrol({
      registryUrl: text('registryUrl').trim(),
      site: text('site').trim(),
      password: text('password'),
      deskName: text('deskName').trim(),
    });
  }

  return (
    <form className="enrol" onSubmit={submit} autoComplete="off">
      <h1>{t('enrol.title')}</h1>
      <p className="lead">{t('enrol.lead')}</p>
      <Field name="registryUrl" type="url" label={t('enrol.registry')} longest={300} />
      <div className="pair">
        <Field name="site" type="text" label={t('enrol.site')} longest={100} />
        <Field name="password" type="password" label={t('enrol.password')} longest={200} />
      </div>
      <Field
        name="deskName"
        type="text"
        label={t('enrol.deskName')}
        longest={60}
        placeholder={t('enrol.deskName.hint')}
      />
      <button type="submit" className="primary" data-action="enrol" aria-disabled={busy}>
        {t(busy ? 'enrol.busy' : 'enrol.submit')}
      </button>
    </form>
  );
}
