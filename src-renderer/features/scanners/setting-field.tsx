/** A setting that is typed: kept when the field is left or Enter pressed; what is refused stays to be mended. */
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { AttentionIcon } from '../../ui/icons.tsx';

interface FieldParts<Value> {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** What is said where `parse` gives null. */
  readonly refusal: string;
  /** The setting as it is kept, as a person would type it. */
  readonly kept: string;
  readonly parse: (typed: string) => Value | null;
  /** Gives whether it was kept. */
  readonly onKeep: (value: Value) => Promise<boolean>;
}

export function SettingField<Value>(parts: FieldParts<Value>): ReactNode {
  const { name, label, hint, refusal, kept, parse, onKeep } = parts;
  const [draft, setDraft] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const hintId = useId();

  async function keep(): Promise<void> {
    if (draft === null) return;
    const value = parse(draft);
    setRefused(value === null);
    if (value === null) return;
    // What has been typed meanwhile stays.
    if (draft === kept || (await onKeep(value))) setDraft((now) => (now === draft ? null : now));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') void keep();
    if (event.key !== 'Escape') return;
    setDraft(null);
    setRefused(false);
  }

  return (
    <label className="field setting" data-refused={isRefused}>
      <span>{label}</span>
      <input
        name={name}
        type="text"
        value={draft ?? kept}
        aria-invalid={isRefused}
        aria-describedby={hintId}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => void keep()}
        onKeyDown={onKeyDown}
      />
      <small id={hintId} role={isRefused ? 'alert' : undefined}>
        {isRefused ? <AttentionIcon /> : null}
        {isRefused ? refusal : hint}
      </small>
    </label>
  );
}
