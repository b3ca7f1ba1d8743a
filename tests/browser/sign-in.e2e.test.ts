import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { signIn, signOut, userMenu } from './support/sign-in.ts';
import { useScreen } from './support/use-screen.ts';

/** Who is signed in, as somebody at the screen sees it. */

const screen = useScreen();

const newEmail = () => `${randomUUID().slice(0, 8)}@example.com`;

it('signs in by the link without leaving the page, stays so over a reload, and signs out', async () => {
  const email = newEmail();
  const page = await screen().open();
  const [account, signInButton] = [page.getByLabel('Account'), page.getByRole('banner').getByText('Sign in')];
  await signInButton.waitFor();
  expect(await account.count()).toBe(0);

  await signIn(page, email);
  await account.getByText('10,000.00').first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(page.url()).toBe(`${screen().url}/`);
  // The session is a cookie that no script can read.
  expect(await page.evaluate(() => document.cookie)).toBe('');

  await page.reload();
  await userMenu(page, email).waitFor();
  await account.getByText('10,000.00').first().waitFor();

  await signOut(page, email);
  await signInButton.waitFor();
  expect(await account.count()).toBe(0);
  await page.reload();
  await signInButton.waitFor();
});

it('takes the session that somebody has already', async () => {
  const trader = await screen().stack.trader();
  const page = await screen().open({ as: trader });
  await userMenu(page, trader.email).waitFor();
  await page.getByLabel('Account').getByText('10,000.00').first().waitFor();
});

it('says what is wrong with an address, and lets it be corrected', async () => {
  const page = await screen().open({ expects: [/400 \(Bad Request\).*\/auth\/signup$/] });
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  // A browser takes this for an address, and the API does not.
  await dialog.getByLabel('E-mail address').fill('ada@localhost');
  await dialog.getByRole('button', { name: 'Send me a link' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('E-mail address').fill(newEmail());
  await dialog.getByRole('button', { name: 'Send me a link' }).click();
  await dialog.getByRole('button', { name: 'Open the link and sign in' }).waitFor();
  expect(await dialog.getByRole('alert').count()).toBe(0);
});
