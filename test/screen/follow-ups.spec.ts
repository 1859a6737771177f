/** What the registry remarked afterwards: shown until staff have seen it (ARCHITECTURE, decision 10). */
import { randomUUID } from 'node:crypto';
import type { FollowUp } from '../../src-shared/desk-api/state.ts';
import { IDS, NOW } from './fake-facts.ts';
import { expect, test } from './counter.ts';

function followUp(changes: Partial<FollowUp>): FollowUp {
  return {
    acquisitionId: randomUUID(),
    performanceId: IDS.evening,
    codeTail: '9999',
    at: new Date(NOW - 3_600_000).toISOString(),
    provisional: false,
    conflicts: ['beyond-lease'],
    ...changes,
  };
}

test('remarks are counted, listed with what to do, and put away one by one', async ({ counter }) => {
  const { page, desk } = counter;
  const mark = page.locator('[data-follow-ups]');
  await expect(mark).toHaveCount(0);
  const provisional = followUp({ provisional: true, conflicts: ['card-unknown', 'beyond-lease'] });
  desk.change({ followUps: [provisional, followUp({ performanceId: IDS.small })] });
  await expect(mark).toHaveText('2 remarks of the registry');
  await mark.focus();
  await page.keyboard.press('Enter');
  const rows = page.locator('[data-follow-up]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveAttribute('data-conflicts', 'card-unknown beyond-lease');
  await expect(rows.first()).toContainText('A Midsummer Night’s Dream');
  await expect(rows.first()).toContainText('17:20');
  await expect(rows.first()).toContainText('accepted for now');
  await expect(rows.first()).toContainText('Tell your coordinator');
  await rows.first().locator('[data-action="followed-up"]').click();
  await expect(rows).toHaveCount(1);
  expect(desk.state().followUps).toHaveLength(1);
  await page.keyboard.press('Escape');
  await expect(mark).toHaveText('1 remark of the registry');
});

test('they can be read from the list of performances too, and of one that is gone', async ({ counter }) => {
  const { page, desk } = counter;
  desk.change({ pickedId: null, followUps: [followUp({ performanceId: randomUUID() })] });
  await page.locator('[data-follow-ups]').click();
  await expect(page.locator('[data-follow-up]')).toContainText('Another performance');
  await page.locator('[data-action="followed-up"]').click();
  await expect(page.locator('[data-follow-up]')).toHaveCount(0);
});
