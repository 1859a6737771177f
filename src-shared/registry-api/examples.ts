/** Examples of calls that cannot be made from the schemas alone, because fields depend on each other. */
import { exampleOf, type JsonSchema } from './example.ts';
import type { EndpointName } from './endpoints.ts';
import { deliveredItem } from './bodies/delivery.ts';
import { z } from 'zod';

export interface CallExample {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly answer?: unknown;
}

const item = exampleOf(z.toJSONSchema(deliveredItem, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '');

/** What is not here is made. */
export const EXAMPLES: Partial<Record<EndpointName, CallExample>> = {
  deliver: { body: { epoch: '018f0000-0000-7000-8000-000000000001', items: [item] } },
};
