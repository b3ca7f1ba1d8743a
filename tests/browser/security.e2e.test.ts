import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { screenshot } from './support/screenshot.ts';
import { signIn, signOut, userMenu } from './support/sign-in.ts';
import { useScreen } from './support/use-screen.ts';

/** Signing in with a password and a second factor, as somebody at the screen does it. */

const screen = useScreen();

async function openSecurity(page: Page, email: string) {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name: 'Security' }).click();
  return page.getByRole('dialog', { name: 'Security' });
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
  await security.getByLabel('Code').fill(generateSync({ secret }));
  await security.getByRole('button', { name: 'Turn it on' }).click();
  const codes = security.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect.poll(() => codes.count()).toBe(10);
  const [recoveryCode = ''] = await codes.allTextContents();
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
