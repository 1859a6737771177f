/** A performance that is cancelled while a desk sells it. */
import { afterEach, expect, test } from 'vitest';
import { fail } from '../../src-shared/kernel/result.ts';
import { deskUnderTest, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

test('SALE-7: a desk that hears of it refuses the next card, and the assistant too; what was sold can be taken back', async () => {
  const desk = await deskUnderTest();
  open = [desk];
  const offered = performance();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.scan('A045198723');
  const { shown } = desk.state();
  expect(reasonsOf(shown)).toEqual([]);
  const sold = await desk.call('desk.confirm', { scanId: shown!.scanId, children: 0, deliberately: false });
  expect(sold.ok).toBe(true);
  await desk.offer({ ...offered, cancelled: true });
  await desk.scan('A100000001');
  expect(reasonsOf(desk.state().shown)).toContain('performance.cancelled');
  expect(desk.state().shown?.verdict?.outcome).toBe('refuse');
  expect(await desk.call('desk.assist', { kind: 'assistant', count: 1 })).toEqual(
    fail('desk.not-accepted', { reason: 'performance.cancelled' }),
  );
  const [{ acquisitionId } = { acquisitionId: '' }] = desk.state().recent;
  expect((await desk.call('desk.undo', { acquisitionId, why: 'cancelled' })).ok).toBe(true);
});
