/** One read of the test area: what was made of it, and all that the scanner sent. */
import type { ReactNode } from 'react';
import type { TestRead } from '../../../src-shared/desk-api/scanners.ts';
import { useTranslate } from '../../stores/context.ts';
import { AttentionIcon, CheckIcon } from '../../ui/icons.tsx';
import { symbologyOf, timingOf, wordsOf } from './read-words.ts';

interface ReadParts {
  readonly read: TestRead;
}

/** The latest one, large, and brought into view wherever the page was scrolled to. */
export function ReadVerdict({ read }: ReadParts): ReactNode {
  const t = useTranslate();
  const { tone, title, more } = wordsOf(t, read);
  return (
    <div className="read-verdict" data-tone={tone} {...marksOf(read)} ref={bringIntoView}>
      {tone === 'good' ? <CheckIcon /> : <AttentionIcon />}
      <div>
        <h3>{title}</h3>
        {more.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}

function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** An earlier one, as a line to open. */
export function OlderRead({ read }: ReadParts): ReactNode {
  const t = useTranslate();
  const { tone, title, more } = wordsOf(t, read);
  return (
    <li data-tone={tone} {...marksOf(read)}>
      <details>
        <summary>
          {tone === 'good' ? <CheckIcon /> : <AttentionIcon />}
          <span>{title}</span>
          <small>{t(`scanners.source.${read.source}`)}</small>
        </summary>
        {more.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <ReadDetails read={read} />
      </details>
    </li>
  );
}

/** All that the scanner sent. */
export function ReadDetails({ read }: ReadParts): ReactNode {
  const t = useTranslate();
  const { source, name, symbology, aim, raw, text } = read;
  return (
    <dl className="read-details">
      <Detail name="source">{t(`scanners.source.${source}`)}</Detail>
      {name === '' ? null : <Detail name="device">{name}</Detail>}
      <Detail name="symbology">{symbologyOf(t, symbology)}</Detail>
      <Detail name="aim">{aim === null ? t('scanners.read.unsaid') : <code>{aim}</code>}</Detail>
      <Detail name="timing">{timingOf(t, raw)}</Detail>
      <Detail name="text">
        {text === '' ? t('scanners.read.nothing') : <LongCode label={t('scanners.read.text')} text={text} />}
      </Detail>
      <Detail name="raw">
        {raw === null ? t('scanners.read.unsaid') : <LongCode label={t('scanners.read.raw')} text={raw.raw} />}
      </Detail>
    </dl>
  );
}

interface DetailParts {
  readonly name: 'source' | 'device' | 'symbology' | 'aim' | 'timing' | 'text' | 'raw';
  readonly children: ReactNode;
}

function Detail({ name, children }: DetailParts): ReactNode {
  const t = useTranslate();
  return (
    <div data-detail={name}>
      <dt>{t(`scanners.read.${name}`)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** One line that can be scrolled sideways, by keyboard too. */
function LongCode({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <code className="long" role="group" aria-label={label} tabIndex={0}>
      {text}
    </code>
  );
}

function marksOf({ source, made }: TestRead): Readonly<Record<`data-${string}`, string>> {
  const detail = made.what === 'code' ? (made.double ? 'double' : 'single') : made.what === 'malformed' ? made.why : '';
  return { 'data-read': source, 'data-made': made.what, 'data-made-detail': detail };
}
