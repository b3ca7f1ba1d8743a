import type { Page } from 'playwright-core';

/** Signs somebody in the way they do it themselves: asks for a link, and follows the one that is shown. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Send me a link' }).click();
  await dialog.getByRole('button', { name: 'Open the link and sign in' }).click();
  await userMenu(page, email).waitFor();
}

export async function signOut(page: Page, email: string): Promise<void> {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** Is there for whoever is signed in. */
export function userMenu(page: Page, email: string) {
  return page.getByRole('button', { name: email });
}
