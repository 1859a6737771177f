/** What a reader in keyboard mode sends beside the code itself is read or explained, on screen (CARD-2, CARD-4). */
import { expect, test } from './counter.ts';

test('a QR code that holds a web address which ends in the code', async ({ counter }) => {
  await counter.scan('https://example.org/kortti/A045198723', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
});

test('the same address, pasted into the field or typed by a slow reader, is not cut', async ({ counter }) => {
  await counter.typed.fill(`https://example.org/${'x'.repeat(120)}/A045198723`);
  await counter.page.keyboard.press('Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
});

test('an address that ends otherwise is refused with what was wrong', async ({ counter }) => {
  await counter.scan('https://example.org/?code=A045198723', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.malformed');
  await expect(counter.verdict).toContainText('a web address that does not end in a code');
});

test('Code 39’s asterisks and an AIM identifier are not data', async ({ counter }) => {
  await counter.scan(']A0*A045198723*', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
});

for (const [language, asked] of [
  ['fi', 'Tarkista numerot kortista'],
  ['sv', 'Jämför siffrorna med kortet'],
  ['en', 'Check the digits against the card'],
] as const) {
  test(`a code that is not known: staff are asked to check the digits (${language})`, async ({ counter }) => {
    counter.desk.change({ language });
    await counter.scan('A999999999', 'Enter');
    await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.unknown');
    await expect(counter.verdict).toContainText(asked);
  });
}
