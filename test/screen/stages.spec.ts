/** What reading a card is for: hand over, reserve, let in; why it is right (SALE-7, CARD-8, CAP-10). */
import { IDS } from './fake-facts.ts';
import { expect, test } from './counter.ts';

const CODE = 'A045198723';

test('the keys F2, F3 and F4 choose the stage, and the screen says what reading does now (SALE-7)', async ({
  counter,
}) => {
  const { page } = counter;
  await expect(page.locator('[data-stage="redeem"] [data-ready="redeem"]')).toContainText(
    'Show the card to the reader',
  );
  await page.keyboard.press('F3');
  await expect(page.locator('[data-stage="reserve"] [data-ready="reserve"]')).toContainText('Read the card to reserve');
  await page.keyboard.press('F4');
  await expect(page.locator('[data-stage="attend"] [data-ready="attend"]')).toContainText('at the entrance');
  await expect(page.locator('[data-action="stage-attend"]')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('F2');
  await expect(page.locator('[data-stage="redeem"]')).toBeVisible();
});

test('reserved, handed over, let in: one acquisition, by Enter at each stage (SALE-7)', async ({ counter }) => {
  const { page, verdict, desk } = counter;
  const recorded = page.locator('[data-recorded]');
  const confirm = page.locator('[data-action="confirm"]');
  await page.locator('[data-action="stage-reserve"]').click();
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await page.keyboard.press('+');
  await expect(confirm).toContainText('Reserve 2 places');
  await page.keyboard.press('Enter');
  await expect(recorded).toHaveAttribute('data-state', 'reserved');
  await expect(recorded).toContainText('until 19:00');
  const id = await recorded.getAttribute('data-recorded');

  await page.locator('[data-action="stage-redeem"]').click();
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toHaveAttribute('data-reasons', 'reservation.found');
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(confirm).toContainText('Hand over 2 reserved tickets');
  await page.keyboard.press('Enter');
  await expect(recorded).toHaveAttribute('data-state', 'redeemed');

  await page.locator('[data-action="stage-attend"]').click();
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toContainText('Welcome in');
  await expect(page.locator('[data-action="more"]')).toHaveCount(0);
  await expect(confirm).toContainText('Let in');
  await page.keyboard.press('Enter');
  await expect(recorded).toHaveAttribute('data-state', 'attended');
  await expect(recorded).toHaveAttribute('data-recorded', id ?? '');
  await expect(recorded).toContainText('1 adult, 1 child');
  expect(desk.state().recent).toHaveLength(1);
});

test('a reservation by telephone: the card is not seen, and the code is typed (CARD-8)', async ({ counter }) => {
  const { page, verdict, desk } = counter;
  await expect(page.locator('[data-action="telephone"]')).toHaveCount(0);
  await page.locator('[data-action="stage-reserve"]').click();
  await page.locator('[data-action="telephone"]').click();
  await expect(page.locator('[data-ready="telephone"]')).toContainText('Type the code');
  expect(desk.state().cardSeen).toBe(false);
  await counter.typed.fill(CODE);
  await page.keyboard.press('Enter');
  await expect(verdict).toHaveAttribute('data-reasons', 'card.not-seen');
  await expect(verdict.locator('[data-severity="note"]')).toContainText('when the ticket is handed over');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-recorded]')).toContainText('card not seen');
  await page.locator('[data-action="stage-redeem"]').click();
  await page.locator('[data-action="stage-reserve"]').click();
  await expect(page.locator('[data-action="telephone"]')).not.toBeChecked();
});

test('a stage is chosen with the keyboard, and a held Enter records nothing', async ({ counter }) => {
  const { page, verdict } = counter;
  await page.locator('[data-action="stage-reserve"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-stage="reserve"]')).toBeVisible();
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(page.locator('[data-action="confirm"]')).toBeFocused();
  await page.locator('[data-action="confirm"]').evaluate((button) => {
    button.addEventListener('keydown', (event) => Object.defineProperty(event, 'repeat', { value: true }), {
      capture: true,
      once: true,
    });
  });
  await page.keyboard.press('Enter');
  await page.keyboard.press('+');
  await expect(page.locator('[data-children="1"]')).toBeVisible();
  expect(counter.confirms()).toBe(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-recorded]')).toHaveAttribute('data-state', 'reserved');
});

test('letting in without a ticket offers nothing to press, and says what to do', async ({ counter }) => {
  await counter.page.keyboard.press('F4');
  await counter.scan(CODE, 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'attendance.no-ticket');
  await expect(counter.verdict).toContainText('choose Hand over and read the card');
  await expect(counter.page.locator('[data-action="confirm"]')).toHaveCount(0);
});

test('an ended card lets in who has a ticket, with words for that (SALE-7)', async ({ counter }) => {
  const { page, desk, verdict } = counter;
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-recorded]')).toBeVisible();
  await page.keyboard.press('F4');
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toBeVisible();
  const now = desk.state().shown;
  if (now === null) throw new Error('no verdict');
  const ended = { code: 'card.ended', severity: 'warn', parameters: {} } as const;
  desk.change({ shown: { ...now, verdict: { ...now.verdict, outcome: 'warn', reasons: [ended] } } });
  await expect(verdict).toContainText('while the card was valid. Let them in');
  await expect(verdict).not.toContainText('can extend it');
});

test('why it is right: the grounds with their rules, worded when they are opened (CAP-10)', async ({ counter }) => {
  const { page, verdict } = counter;
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toHaveAttribute(
    'data-grounds',
    'ground.card-valid ground.children-free ground.cap ground.rule-set',
  );
  await expect(page.locator('[data-ground]')).toHaveCount(0);
  await page.locator('[data-action="why"]').click();
  await expect(page.locator('[data-ground="ground.cap"]')).toContainText('Cap 20 (general rule), 11 left after this');
  await expect(page.locator('[data-ground="ground.cap"]')).toContainText('CAP-1');
  await expect(page.locator('[data-ground="ground.card-valid"]')).toContainText('valid until 04/12/2026');
  await counter.scan('A100000002', 'Enter');
  await expect(verdict).toHaveAttribute('data-grounds', '');
  await expect(page.locator('[data-action="why"]')).toHaveCount(0);
});

test('a fee and a free cloakroom are told with the sale; a note leaves it accepted (SALE-5, SALE-6)', async ({
  counter,
}) => {
  const { page, verdict, desk } = counter;
  desk.change({ pickedId: IDS.concert });
  await counter.scan(CODE, 'Enter');
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(verdict).toHaveAttribute('data-reasons', 'fee.due');
  await page.keyboard.press('+');
  await expect(verdict).toContainText('Service fee €5.00 (2 × €2.50)');
  await page.keyboard.press('Enter');
  const recorded = page.locator('[data-recorded]');
  await expect(recorded).toContainText('Service fee €5.00');
  await expect(recorded).toContainText('The cloakroom is free');
});

test('accepted although the list cannot tell it: deliberately, and marked (CARD-4)', async ({ counter }) => {
  const { page, verdict, desk } = counter;
  const { sync } = desk.state();
  desk.change({ sync: { ...sync, cards: { state: 'stale', count: 98_412, freshAt: sync.cards.freshAt } } });
  await counter.scan('A999999999', 'Enter');
  await expect(verdict).toHaveAttribute('data-verdict', 'warn');
  await expect(verdict).toContainText('the registry checks it later');
  await page.locator('[data-action="confirm"]').click();
  await expect(page.locator('[data-recorded]')).toContainText('accepted for now');
});
