/** Values instead of exceptions: an expected failure is a value with a stable code (ARCHITECTURE, decision 9). */

export interface CodedError<Code extends string = string> {
  readonly code: Code;
  /** Facts for the translated sentence; never personal data, never a card code. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

export type Result<Value, Code extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: CodedError<Code> };

/** Wraps a value as a success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Makes a failure from a stable code and the facts that its sentence needs. */
export function fail<Code extends string>(
  code: Code,
  parameters: CodedError['parameters'] = {},
): { readonly ok: false; readonly error: CodedError<Code> } {
  return { ok: false, error: { code, parameters } };
}
