import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { screenshot } from './support/screenshot.ts';
import { signIn, userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** What users say of themselves and choose, as somebody at the screen does it. */

const screen = useSharedScreen();

const newEmail = () => `${randomUUID().slice(0, 8)}@example.com`;

async function openProfile(page: Page, email: string) {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name: 'Profile' }).click();
  const profile = page.getByRole('dialog', { name: 'Profile' });
  await profile.getByLabel('Name').waitFor();
  return profile;
}

it('asks for the terms without standing in the way, and keeps when they were agreed to', async () => {
  const email = newEmail();
  const page = await screen().open();
  await signIn(page, email);
  const banner = page.getByRole('region', { name: 'To agree to' });
  await banner.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'agreement-banner');
  await banner.getByRole('button', { name: 'Later' }).click();
  await banner.waitFor({ state: 'detached' });
  await page.reload();
  await banner.getByRole('button', { name: 'Read' }).click();
  const profile = page.getByRole('dialog', { name: 'Profile' });
  await profile.getByRole('button', { name: 'I have read this and agree: Terms' }).click();
  await profile.getByRole('button', { name: 'I have read this and agree: Risk' }).click();
  await expect.poll(() => profile.getByText('Agreed to on', { exact: false }).count()).toBe(2);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await profile.waitFor({ state: 'detached' });
  expect(await banner.count()).toBe(0);
});

it('keeps a profile, the mails that are wanted, and how the screen shall be, in another browser too', async () => {
  const email = newEmail();
  const page = await screen().open();
  await signIn(page, email);
  const profile = await openProfile(page, email);
  await profile.getByLabel('Name').fill('Ada <b>Lovelace</b>');
  await profile.getByLabel('Country').selectOption('Portugal');
  await profile.getByLabel('Language').selectOption('Brazilian Portuguese');
  await profile.getByRole('button', { name: 'Save' }).click();
  await profile.getByText('Saved.').waitFor();
  const withdrawals = profile.getByLabel('A withdrawal is paid or refused');
  await withdrawals.uncheck();
  await expect.poll(() => withdrawals.isChecked()).toBe(false);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'profile');
  await page.keyboard.press('Escape');
  const kept = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Switch to light theme' }).click();
  expect((await kept).status()).toBe(200);

  const elsewhere = await screen().open();
  await signIn(elsewhere, email);
  await elsewhere.getByRole('button', { name: 'Switch to dark theme' }).waitFor();
  const there = await openProfile(elsewhere, email);
  expect(await there.getByLabel('Name').inputValue()).toBe('Ada <b>Lovelace</b>');
  expect(await there.getByLabel('Country').inputValue()).toBe('PT');
  expect(await there.getByLabel('A withdrawal is paid or refused').isChecked()).toBe(false);
  expect(await there.getByLabel('A position is liquidated').isChecked()).toBe(true);
  expect(await seriousFindings(elsewhere)).toEqual([]);
});

it('changes the e-mail address with a link at both', async () => {
  const [email, next] = [newEmail(), newEmail()];
  const page = await screen().open();
  await signIn(page, email);
  const profile = await openProfile(page, email);
  await profile.getByLabel('New e-mail address').fill(next);
  await profile.getByRole('button', { name: 'Send the two links' }).click();
  for (const name of ['link of the present address', 'link of the new one']) {
    const opening = page.context().waitForEvent('page');
    await profile.getByRole('link', { name }).click();
    const link = await opening;
    expect(await seriousFindings(link)).toEqual([]);
    await link.getByRole('button', { name: 'Agree' }).click();
    await link.getByText(name.includes('new') ? 'is changed' : 'in the other mail').waitFor();
    await link.close();
  }
  await page.reload();
  await userMenu(page, next).waitFor();
});

it('fits a narrow screen', async () => {
  const email = newEmail();
  const page = await screen().open({ viewport: { width: 360, height: 740 } });
  await signIn(page, email);
  const profile = await openProfile(page, email);
  const wide = await profile.evaluate((dialog) => {
    const { right } = dialog.getBoundingClientRect();
    const parts = [...dialog.querySelectorAll('*')];
    return parts
      .filter((part) => part.getBoundingClientRect().right > right)
      .map((part) => part.outerHTML.slice(0, 200));
  });
  expect(wide).toEqual([]);
});
