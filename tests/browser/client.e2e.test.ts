import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** A client's whole way, with nothing but the screen: from signing up to ending a session that they have elsewhere. */

const screen = useSharedScreen();

const email = `${randomUUID().slice(0, 8)}@example.com`;
const password = `horse ${randomUUID()}`;

/** Opens a page of the account from the first screen, as the menu names it. */
async function openPage(page: Page, name: string) {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name }).click();
  return page.getByRole('dialog', { name });
}

async function openSignIn(page: Page) {
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  return page.getByRole('dialog', { name: 'Sign in' });
}

async function signUp(page: Page) {
  const dialog = await openSignIn(page);
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'choose a password' }).click();
  await dialog.getByLabel('Choose a password').fill(password);
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send me a link' }).click();
  await dialog.getByRole('button', { name: 'Open the link and sign in' }).click();
  await userMenu(page, email).waitFor();
}

/** @returns the recovery codes, of which each is good once. */
async function turnOnSecondFactor(page: Page) {
  const security = await openPage(page, 'Security');
  await security.getByRole('button', { name: 'Set up a second factor' }).click();
  const secret = (await security.getByRole('code').textContent()) ?? '';
  await security.getByLabel('Code').fill(generateSync({ secret }));
  await security.getByRole('button', { name: 'Turn it on' }).click();
  const codes = security.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect.poll(() => codes.count()).toBe(10);
  const shown = await codes.allTextContents();
  await security.getByRole('button', { name: 'Close' }).click();
  return shown;
}

async function deposit(page: Page, amount: string) {
  const wallet = await openPage(page, 'Wallet');
  await wallet.getByLabel('Amount in USDC').fill(amount);
  await wallet.getByRole('button', { name: 'Deposit' }).last().click();
  await wallet.getByText(`${amount}.000000 USDC are in your balance.`).waitFor();
  await wallet.getByRole('button', { name: 'Close' }).click();
}

/** Buys, and sells what was bought. */
async function trade(page: Page) {
  const ticket = page.getByRole('region', { name: 'Order ticket' });
  await ticket.getByLabel('Size is given as').selectOption('quantity');
  await ticket.getByRole('textbox', { name: 'Size' }).fill('0.05');
  await ticket.getByRole('button', { name: 'Buy BTC/USDC at' }).click();
  const position = page.getByRole('table', { name: 'Open positions' }).getByRole('row', { name: /BTC\/USDC/ });
  await position.waitFor();
  await position.getByRole('button', { name: /^Close/ }).click();
  await position.waitFor({ state: 'detached' });
}

async function withdraw(page: Page, amount: string, code: string) {
  const wallet = await openPage(page, 'Wallet');
  const rows = wallet.getByRole('table', { name: 'Transactions' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(4);
  await wallet.getByRole('button', { name: 'Withdraw' }).click();
  await wallet.getByLabel('Amount in USDC').fill(amount);
  await wallet.getByLabel('Code').fill(code);
  await page.keyboard.press('Enter');
  await wallet.getByText(`${amount}.000000 USDC are on hold`).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await wallet.getByRole('button', { name: 'Close' }).click();
}

async function signInElsewhere(page: Page, code: string) {
  const dialog = await openSignIn(page);
  await dialog.getByRole('button', { name: 'Use a password instead' }).click();
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Code').fill(code);
  await page.keyboard.press('Enter');
  await userMenu(page, email).waitFor();
}

async function endOtherSession(page: Page) {
  const security = await openPage(page, 'Security');
  const sessions = security.getByRole('list', { name: 'Your sessions' }).getByRole('listitem');
  await expect.poll(() => sessions.count()).toBe(2);
  await security.getByRole('button', { name: /^End the session of/ }).click();
  await expect.poll(() => sessions.count()).toBe(1);
  expect(await seriousFindings(page)).toEqual([]);
}

it('signs up with a password, adds a second factor, pays in, trades, withdraws, and ends a session elsewhere', async () => {
  const page = await screen().open();
  await signUp(page);
  const [first = '', second = ''] = await turnOnSecondFactor(page);
  await deposit(page, '500');
  await trade(page);
  await withdraw(page, '100', first);

  const elsewhere = await screen().open({ expects: [/401/, /status of 403/] });
  await signInElsewhere(elsewhere, second);
  await endOtherSession(page);
  await elsewhere.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor();
});
