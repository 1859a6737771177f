/** Logging a site in and enrolling a desk of it; once, by a person. */
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import type { Network } from '../../src-shared/kernel/ports.ts';
import { fail, type Result } from '../../src-shared/kernel/result.ts';
import type { Enroller } from '../services/ports.ts';
import { isProblem, type RegistryError } from './registry-answer.ts';
import { createRegistryClient } from './registry-client.ts';

/** Makes the enroller. The password goes to the registry in the log-in and is kept nowhere. */
export function createEnroller(network: Network): Enroller {
  return {
    async enrol({ registryUrl, site, password, deskName, requestId }) {
      const visitor = createRegistryClient({ network, baseUrl: registryUrl, token: null });
      const session = await visitor.call('login', { body: { site, password } });
      if (!session.ok) return refusal(session.error);
      const member = createRegistryClient({ network, baseUrl: registryUrl, token: session.value.token });
      const enrolment = await member.call('enrol', { body: { requestId, deskName } });
      return enrolment.ok ? enrolment : refusal(enrolment.error);
    },
  };
}

function refusal(error: RegistryError): Result<never, DeskErrorCode> {
  if (!isProblem(error)) return fail(error.code);
  switch (error.parameters.problem) {
    case 'auth.invalid':
      return fail('registry.wrong-login');
    case 'auth.throttled':
      return fail('registry.throttled');
    case 'auth.password-change-needed':
      return fail('registry.password-change-needed');
    default:
      return fail('registry.refused', error.parameters);
  }
}
