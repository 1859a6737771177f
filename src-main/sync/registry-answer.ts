/** Reading what came back over HTTP: the contract's answer, its problem, or something that is not the contract. */
import type { z } from 'zod';
import type { CodedError } from '../../src-shared/kernel/result.ts';
import type { NetworkResponse } from '../../src-shared/kernel/ports.ts';
import { problemSchema, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { parseKnown } from './known-fields.ts';

/** The registry's own refusal; `problem` is its stable code. */
export interface RegistryProblem extends CodedError<'registry.problem'> {
  readonly parameters: { readonly problem: ProblemCode };
}

/** No answer, an answer that is not the contract (field lesson 14), or a problem that the registry states. */
export type RegistryError = CodedError<'registry.unreachable' | 'registry.not-the-contract'> | RegistryProblem;

export type RegistryResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: RegistryError };

export const UNREACHABLE: RegistryError = { code: 'registry.unreachable', parameters: {} };
export const NOT_THE_CONTRACT: RegistryError = { code: 'registry.not-the-contract', parameters: {} };

/** Whether an error is the registry's refusal, with one of these codes where any are given. */
export function isProblem(error: CodedError, ...codes: readonly ProblemCode[]): error is RegistryProblem {
  if (error.code !== 'registry.problem') return false;
  return codes.length === 0 || codes.some((code) => code === error.parameters['problem']);
}

/** Reads a whole answer against the schema of its endpoint, without fields that are newer than it. */
export function readAnswer(schema: z.ZodType, response: NetworkResponse): RegistryResult<unknown> {
  if (response.status !== 200) return { ok: false, error: readProblem(response) };
  if (mediaType(response.headers) !== 'application/json') return { ok: false, error: NOT_THE_CONTRACT };
  const parsed = parseKnown(schema, json(response.body));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, error: NOT_THE_CONTRACT };
}

/** Reads an answer that is not the one hoped for. */
export function readProblem({ status, headers, body }: NetworkResponse): RegistryError {
  if (status < 400 || mediaType(headers) !== 'application/problem+json') return NOT_THE_CONTRACT;
  const parsed = problemSchema.safeParse(json(body));
  if (!parsed.success) return NOT_THE_CONTRACT;
  return { code: 'registry.problem', parameters: { problem: parsed.data.code } };
}

/** The bare media type of an answer, in lower case. */
export function mediaType(headers: NetworkResponse['headers']): string {
  return (headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
}

/** The value of JSON text, or undefined where it is none: `undefined` fits no schema. */
export function json(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
