/** A labelled text field that the browser neither remembers nor corrects. */
import type { ReactNode } from 'react';

interface FieldWish {
  readonly name: string;
  readonly type: 'text' | 'url' | 'password';
  readonly label: string;
  /** Most characters. */
  readonly longest: number;
  readonly placeholder?: string;
}

export function Field({ name, type, label, longest, placeholder }: FieldWish): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        required
        maxLength={longest}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
    </label>
  );
}
