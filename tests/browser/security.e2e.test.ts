import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { screenshot } from './support/screenshot.ts';
import { signIn, signOut, userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** Signing in with a password and a second factor, as somebody at the screen does it. */

const screen = useSharedScreen();

async function openPage(page: Page, email: string, name: string) {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name }).click();
}

async function openSecurity(page: Page, email: string) {
  await openPage(page, email, 'Security');
  return page.getByRole('dialog', { name: 'Security' });
}

/** What a camera reads of the picture, which is drawn as squares of one unit. */
function readPicture(path: string): string {
  const squares = [...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const units = Math.max(...squares.flat()) + 5;
  const size = 4 * units;
  const data = new Uint8Array(4 * size * size).fill(255);
  for (const [x, y] of squares)
    for (let pixel = 0; pixel < 16; pixel += 1) {
      const at = 4 * ((4 * y + (pixel >> 2)) * size + 4 * x + (pixel & 3));
      data.fill(0, at, at + 3);
    }
  return decodeQR({ width: size, height: size, data });
}

it('sets a password and a second factor, and signs in with both', async () => {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const page = await screen().open({ expects: [/status of 40[013]/, /400 \(Bad Request\)/, /40[13] \(/] });
  await signIn(page, email);

  const security = await openSecurity(page, email);
  await security.getByLabel('New password').fill('passwordpassword');
  await security.getByRole('button', { name: 'Set the password' }).click();
  await security.getByRole('alert').getByText('most common passwords').waitFor();
  const password = `horse ${randomUUID()}`;
  await security.getByLabel('New password').fill(password);
  await security.getByRole('button', { name: 'Set the password' }).click();
  await security.getByText('The password is set').waitFor();
  await security.getByRole('button', { name: 'Change the password' }).waitFor();

  await security.getByRole('button', { name: 'Set up a second factor' }).click();
  const secret = (await security.getByRole('code').textContent()) ?? '';
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'security');
  const drawn = await security
    .getByRole('img', { name: /key of the second factor/ })
    .locator('path')
    .getAttribute('d');
  expect(readPicture(drawn ?? '')).toMatch(new RegExp(`^otpauth://totp/Fulcrum:.*secret=${secret}&`));
  await security.getByLabel('Code').fill(generateSync({ secret }));
  await security.getByRole('button', { name: 'Turn it on' }).click();
  const codes = security.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  // What had the focus is gone: the keyboard goes on at the codes.
  await security.locator(':focus').getByRole('list', { name: 'Recovery codes' }).waitFor();
  await expect.poll(() => codes.count()).toBe(10);
  const [recoveryCode = ''] = await codes.allTextContents();
  // What is shown once stays, whatever else is pressed.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await security.getByRole('button', { name: 'I have them' }).click();
  await security.getByRole('button', { name: 'Turn it off' }).waitFor();
  await security.getByRole('button', { name: 'Close' }).click();
  await signOut(page, email);

  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Use a password instead' }).click();
  expect(await dialog.getByLabel('E-mail address').inputValue()).toBe(email);
  await dialog.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('is wrong').waitFor();
  await dialog.getByLabel('Password').fill(password);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'sign-in-password');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Code').fill('000000');
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Code').fill(recoveryCode);
  await page.keyboard.press('Enter');
  await userMenu(page, email).waitFor();
  await dialog.waitFor({ state: 'detached' });

  // Whoever follows a link is asked as well, also after a reload.
  await signOut(page, email);
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Send me a link' }).click();
  await dialog.getByRole('button', { name: 'Open the link and sign in' }).click();
  await dialog.getByLabel('Code').waitFor();
  await page.reload();
  await dialog.getByLabel('Code').waitFor();
  expect(await userMenu(page, email).count()).toBe(0);
});

it('asks for a code at withdrawals and new keys, lists the sessions, and ends all others', async () => {
  const email = `${randomUUID().slice(0, 8)}@example.com`;
  const page = await screen().open({ expects: [/status of 40[013]/, /40[13] \(/] });
  await signIn(page, email);
  const elsewhere = await screen().stack.trader(email);
  const { secret } = (await elsewhere.post('/auth/second-factor/prepare', undefined)).body;
  const { recoveryCodes } = (await elsewhere.post('/auth/second-factor/turn-on', { code: generateSync({ secret }) }))
    .body;

  await openPage(page, email, 'Wallet');
  const wallet = page.getByRole('dialog', { name: 'Wallet' });
  await wallet.getByRole('button', { name: 'Withdraw' }).click();
  await wallet.getByLabel('Amount in USDC').fill('100');
  await wallet.getByLabel('Code').fill(recoveryCodes[0]);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'wallet-code');
  await page.keyboard.press('Enter');
  await wallet.getByText('100.000000 USDC are on hold').waitFor();
  await wallet.getByRole('button', { name: 'Close' }).click();

  await openPage(page, email, 'API keys');
  const keys = page.getByRole('dialog', { name: 'API keys' });
  await keys.getByLabel('Name of the new key').fill('bot');
  await keys.getByLabel('Code').fill(recoveryCodes[0]);
  await page.keyboard.press('Enter');
  await keys.getByRole('alert').getByText('was used before').waitFor();
  await keys.getByLabel('Code').fill(recoveryCodes[1]);
  await page.keyboard.press('Enter');
  await keys.getByText('shown this once').waitFor();
  await keys.getByRole('button', { name: 'Close' }).click();

  const security = await openSecurity(page, email);
  await security.getByRole('button', { name: 'New recovery codes instead' }).click();
  await security.getByLabel('Code').fill(recoveryCodes[2]);
  await security.getByRole('button', { name: 'Make new recovery codes' }).click();
  const codes = security.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect.poll(() => codes.count()).toBe(10);
  await security.getByText('Recovery codes left: 10').waitFor();
  const sessions = security.getByRole('list', { name: 'Your sessions' }).getByRole('listitem');
  await expect.poll(() => sessions.count()).toBe(2);
  expect((await sessions.allTextContents()).join()).toMatch(/This session.*from 127\.0\.0\.1/);
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'security-sessions-narrow');
  await page.keyboard.press('End');
  await security.getByRole('button', { name: 'End all others' }).click();
  await expect.poll(() => sessions.count()).toBe(1);
  expect((await elsewhere.get('/balance/me')).status).toBe(401);
});
