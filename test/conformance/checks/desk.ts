/** Logging in, enrolling a desk, and what a desk is told of itself. */
import { randomUUID } from 'node:crypto';
import { must } from '../http.ts';
import type { Check } from '../check.ts';

const KEY_BYTES = 32;
const bytesOf = (key: string): number => Buffer.from(key, 'base64').length;

export const DESK_CHECKS: readonly Check[] = [
  {
    title: 'a user logs in',
    async run(registry) {
      const { expiresAt } = await registry.call('login', { body: registry.login() });
      must(Date.parse(expiresAt) > Date.now(), 'the session has expired already');
    },
  },
  {
    title: 'a desk is enrolled, with keys of the right length',
    async run(registry) {
      const { networkKeys, sealingKey, signingKey } = (await registry.desk()).enrolment;
      for (const key of [sealingKey, signingKey, ...networkKeys.map((each) => each.key)]) {
        must(bytesOf(key) === KEY_BYTES, `a key has ${bytesOf(key)} bytes in place of ${KEY_BYTES}`);
      }
      const generations = networkKeys.map(({ generation }) => generation);
      must(String(generations) === String(generations.toSorted((a, b) => b - a)), 'network keys are not newest first');
    },
  },
  {
    title: 'an enrolment that is repeated gives the same desk and a token that works',
    async run(registry) {
      const asked = { token: await registry.session(), body: { requestId: randomUUID(), deskName: 'Conformance' } };
      const [first, second] = [await registry.call('enrol', asked), await registry.call('enrol', asked)];
      must(first.deskId === second.deskId && first.epoch === second.epoch, 'the repeated request made another desk');
      for (const { token } of [first, second]) await registry.call('desk', { token });
    },
  },
  {
    title: 'a desk is told of itself',
    async run(registry) {
      const { token, enrolment } = await registry.newDesk();
      const { deskId, epoch } = await registry.call('desk', { token });
      must(deskId === enrolment.deskId && epoch.id === enrolment.epoch, 'it is another desk or epoch');
      must(!epoch.frozen && epoch.head === null, 'a new epoch is frozen or has events');
    },
  },
  {
    title: 'an epoch that is started twice with one request is one, and the one before is frozen',
    async run(registry) {
      const { token, epoch: before } = await registry.newDesk();
      const body = { requestId: randomUUID(), before, why: 'restored' };
      const [first, second] = [
        await registry.call('startEpoch', { token, body }),
        await registry.call('startEpoch', { token, body }),
      ];
      must(first.epoch === second.epoch && first.epoch !== before, 'the repeated request started another epoch');
      const { epoch } = await registry.call('desk', { token });
      must(epoch.id === first.epoch && !epoch.frozen, 'the desk is not in its new epoch');
    },
  },
  {
    title: 'answers are kept by no cache on the way',
    async run(registry) {
      const { headers } = await registry.ask('desk', { token: (await registry.desk()).token });
      must(headers.get('cache-control')?.includes('no-store') === true, 'Cache-Control: no-store is missing');
    },
  },
];
