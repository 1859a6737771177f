/** Enrols the desk: once, by a person, over the network. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { enrolmentOf } from './enrolled.ts';
import type { CodeKeeper, Enroller, Secrets, SecretStore } from './ports.ts';

export interface EnrolmentDependencies {
  readonly secrets: SecretStore;
  readonly enroller: Enroller;
  makeCodeKeeper(secrets: Secrets): Promise<CodeKeeper>;
  /** The host starts the sync. */
  onEnrolled(): Promise<void>;
}

/**
 * Logs in and enrols; the secrets are durable first, then settings and first epoch in one transaction. After a crash in
 * between the desk is simply not enrolled, and asking again carries the same request id.
 */
export async function enrol(
  context: DeskContext,
  dependencies: EnrolmentDependencies,
  wish: PayloadOf<'desk.enrol'>,
): Promise<Result<null, DeskErrorCode>> {
  const { store, session, clock, push } = context;
  if (enrolmentOf(context) !== null) return fail('desk.already-enrolled');
  const requestId = requestIdFor(context, wish);
  if (!requestId.ok) return requestId;
  const enrolled = await dependencies.enroller.enrol({ ...wish, requestId: requestId.value });
  if (!enrolled.ok) return enrolled;
  const { deskId, deskName, site, demo, epoch, token, networkKeys, sealingKey, signingKey } = enrolled.value;
  const secrets: Secrets = { registryUrl: wish.registryUrl, token, networkKeys, sealingKey, signingKey };
  const codeKeeper = await dependencies.makeCodeKeeper(secrets);
  dependencies.secrets.write(secrets);
  const remembered = store.transaction(() => {
    store.settings.write('enrolment', { deskId, deskName, site, demo });
    store.settings.write('epoch-request', null);
    if (store.epochs.find(epoch) === null) store.epochs.start(epoch, new Date(clock.now()).toISOString());
  });
  if (!remembered.ok) return remembered;
  session.codeKeeper = codeKeeper;
  push.changed();
  await dependencies.onEnrolled();
  return ok(null);
}

/** The same id for the same wish, so that a lost answer does not enrol a second desk. */
function requestIdFor(
  { store, ids }: DeskContext,
  { registryUrl, site, deskName }: PayloadOf<'desk.enrol'>,
): Result<string, 'desk.not-durable'> {
  const before = store.settings.read('enrolment-request');
  const isSame = before?.registryUrl === registryUrl && before.site === site && before.deskName === deskName;
  if (isSame) return ok(before.requestId);
  const requestId = ids.next();
  const written = store.transaction(() =>
    store.settings.write('enrolment-request', { requestId, registryUrl, site, deskName }),
  );
  return written.ok ? ok(requestId) : written;
}
