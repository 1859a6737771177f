/** One of a few, as buttons: in a list to choose from, a scan's keys would choose. */
import type { ReactNode } from 'react';

interface ChoiceParts<Value extends string | number> {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly words: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

export function Choice<Value extends string | number>(parts: ChoiceParts<Value>): ReactNode {
  const { name, label, options, chosen, onChoose } = parts;
  return (
    <div className="setting" role="group" aria-label={label}>
      <span className="label">{label}</span>
      <div className="choice">
        {options.map(({ value, words }) => (
          <button
            key={value}
            type="button"
            data-setting={`${name}:${value}`}
            aria-pressed={value === chosen}
            onClick={() => (value === chosen ? undefined : onChoose(value))}
          >
            {words}
          </button>
        ))}
      </div>
    </div>
  );
}
