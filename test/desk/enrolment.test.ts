import { afterEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Enrolment } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { Enroller } from '../../src-main/services/ports.ts';
import { deskUnderTest, FIRST_EPOCH, SECRETS, SITE, type DeskUnderTest } from './desk-under-test.ts';

const WISH = { registryUrl: 'http://127.0.0.1:1', site: 'teatteri', password: 'salasana', deskName: 'Kassa 1' };

const { token, networkKeys, sealingKey, signingKey } = SECRETS;
const ENROLMENT: Enrolment = {
  deskId: '019d0000-0000-7000-9000-000000000003',
  deskName: 'Kassa 1',
  site: SITE,
  token,
  epoch: FIRST_EPOCH,
  networkKeys: [...networkKeys],
  sealingKey,
  signingKey,
  demo: true,
};

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function newDesk(enroller: Enroller, otherwise = {}): Promise<DeskUnderTest> {
  const desk = await deskUnderTest({ enrolled: false, enroller, ...otherwise });
  open.push(desk);
  return desk;
}

describe('enrolment', () => {
  test('before it nothing but enrolling and the language works', async () => {
    const desk = await newDesk({ enrol: async () => ok(ENROLMENT) });
    expect(desk.state()).toMatchObject({ site: null, deskName: null, demo: null });
    expect(await desk.call('desk.pick', { performanceId: null })).toEqual(fail('desk.not-enrolled'));
    expect(await desk.call('desk.scan', { text: 'A045198723', source: 'wedge' })).toEqual(fail('desk.not-enrolled'));
    expect(await desk.call('demo.network', { cut: true })).toEqual(fail('desk.no-demo'));
    expect((await desk.call('desk.language', { language: 'sv' })).ok).toBe(true);
    expect(desk.state().language).toBe('sv');
  });

  test('keeps the secrets, knows its site and epoch, and starts the sync', async () => {
    const desk = await newDesk({ enrol: async () => ok(ENROLMENT) });
    expect(await desk.call('desk.enrol', WISH)).toEqual(ok(null));
    expect(desk.secrets).toEqual(SECRETS);
    expect(desk.state()).toMatchObject({ site: SITE, deskName: 'Kassa 1', demo: { networkCut: false } });
    expect(desk.store.epochs.current()?.id).toBe(FIRST_EPOCH);
    expect(desk.pokes).toContain('enrolled');
    expect(await desk.call('desk.enrol', WISH)).toEqual(fail('desk.already-enrolled'));
  });

  test.each(['registry.wrong-login', 'registry.unreachable', 'registry.throttled'] as const)(
    '%s comes back as a coded error, and nothing is kept',
    async (code) => {
      const desk = await newDesk({ enrol: async () => fail(code) });
      expect(await desk.call('desk.enrol', WISH)).toEqual(fail(code));
      expect(desk.secrets).toBeNull();
      expect(desk.state().site).toBeNull();
    },
  );

  test('asked twice at once enrols once', async () => {
    let asked = 0;
    const desk = await newDesk({
      enrol: async () => {
        asked += 1;
        return ok(ENROLMENT);
      },
    });
    const answers = await Promise.all([desk.call('desk.enrol', WISH), desk.call('desk.enrol', WISH)]);
    expect(asked).toBe(1);
    expect(answers).toEqual([ok(null), fail('desk.already-enrolled')]);
  });

  test('after a crash between secrets and settings it is not enrolled, and asks again with the same request id', async () => {
    const requestIds: string[] = [];
    let crash = false;
    const desk = await newDesk(
      {
        enrol: async ({ requestId }) => {
          requestIds.push(requestId);
          crash = requestIds.length === 1;
          return ok(ENROLMENT);
        },
      },
      {
        store: (store: DeskUnderTest['store']): DeskUnderTest['store'] => ({
          ...store,
          transaction: (work) => (crash ? fail('desk.not-durable') : store.transaction(work)),
        }),
      },
    );
    expect(await desk.call('desk.enrol', WISH)).toEqual(fail('desk.not-durable'));
    expect(desk.secrets).toEqual(SECRETS);
    crash = false;
    const again = await desk.restart();
    open = [again];
    expect(again.state().site).toBeNull();
    expect(await again.call('desk.enrol', WISH)).toEqual(ok(null));
    expect(requestIds[1]).toBe(requestIds[0]);
  });

  test('another wish carries another request id', async () => {
    const requestIds: string[] = [];
    const desk = await newDesk({
      enrol: async ({ requestId }) => {
        requestIds.push(requestId);
        return fail('registry.unreachable');
      },
    });
    await desk.call('desk.enrol', WISH);
    await desk.call('desk.enrol', { ...WISH, deskName: 'Kassa 2' });
    expect(requestIds[1]).not.toBe(requestIds[0]);
  });
});

describe('the demo panel', () => {
  test('cuts the network through the sync; without a demo registry there is none', async () => {
    const demo = await deskUnderTest();
    const plain = await deskUnderTest({ demo: false });
    open.push(demo, plain);
    await demo.call('demo.network', { cut: true });
    expect(demo.pokes).toContain('cut true');
    expect(demo.state().demo).toEqual({ networkCut: true });
    expect((await demo.call('demo.received', null)).ok).toBe(true);
    expect(plain.state().demo).toBeNull();
    expect(await plain.call('demo.received', null)).toEqual(fail('desk.no-demo'));
    expect(await plain.call('demo.network', { cut: true })).toEqual(fail('desk.no-demo'));
  });

  test('the language is remembered', async () => {
    const desk = await deskUnderTest();
    await desk.call('desk.language', { language: 'en' });
    const again = await desk.restart();
    open.push(again);
    expect(again.state().language).toBe('en');
  });
});
