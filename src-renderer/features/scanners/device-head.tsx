/** The head of a row: icon, name, and the state in words and colour. */
import type { ReactNode } from 'react';
import type { Tone } from './words.ts';

interface HeadParts {
  readonly icon: ReactNode;
  readonly name: string;
  readonly place: string | null;
  readonly state: string;
  readonly tone: Tone;
}

export function DeviceHead({ icon, name, place, state, tone }: HeadParts): ReactNode {
  return (
    <div className="device-head">
      <h2>{name}</h2>
      <span className="device-state" data-tone={tone}>
        {icon}
        {state}
      </span>
      {place === null ? null : <small>{place}</small>}
    </div>
  );
}
