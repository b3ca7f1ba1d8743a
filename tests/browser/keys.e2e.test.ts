import { expect, it } from 'vitest';
import { call } from '../support/trader.ts';
import { seriousFindings } from './support/accessibility.ts';
import { overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** The keys of somebody's programs, as they see them at the screen. */

const screen = useSharedScreen();

it.each(['dark', 'light'] as const)('makes a key, shows it once, lists it and deletes it (%s)', async (theme) => {
  const { url, stack } = screen();
  const trader = await stack.trader();
  const page = await screen().open({ theme, as: trader });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  const showKeys = async () => {
    await userMenu(page, trader.email).click();
    await page.getByRole('menuitem', { name: 'API keys' }).click();
  };
  await showKeys();
  const dialog = page.getByRole('dialog', { name: 'API keys' });
  await dialog.getByText('You have no keys.').waitFor();
  await dialog.getByLabel('Name of the new key').fill('My bot');
  await dialog.getByRole('button', { name: 'Read and trade' }).click();
  await dialog.getByRole('button', { name: '30 days' }).click();
  await dialog.getByLabel('Only from these addresses').fill('127.0.0.0/8, ::1');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make the key' }).click();

  const secret = await dialog.getByLabel('The secret of the new key').inputValue();
  expect(secret).toMatch(/^fk_[\w-]{43}$/);
  await dialog.getByRole('button', { name: 'Copy the key' }).click();
  await dialog.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, `key-${theme}`);
  // What is shown once stays, whatever else is pressed.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await dialog.getByRole('button', { name: 'I have it' }).click();
  expect(await page.content()).not.toContain(secret);

  const item = dialog.getByRole('list', { name: 'Your keys' }).getByRole('listitem');
  await item.getByText('My bot').waitFor();
  const text = await item.innerText();
  for (const words of ['Reads and trades · until ', 'Never used', 'Only from 127.0.0.0/8, ::1'])
    expect(text).toContain(words);
  expect((await call(url, 'GET', '/balance/me', undefined, secret)).status).toBe(200);
  await expect.poll(async () => (await trader.get('/auth/keys')).body.keys[0].lastUsedAt).not.toBeNull();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await showKeys();
  await item.getByText('Last used').waitFor();
  await screenshot(page, `keys-${theme}`);

  await item.getByRole('button', { name: 'Delete the key My bot' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete the key “My bot”?' });
  await question.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await question.getByRole('button', { name: 'Keep it' }).click();
  expect((await call(url, 'GET', '/balance/me', undefined, secret)).status).toBe(200);
  await item.getByRole('button', { name: 'Delete the key My bot' }).click();
  await question.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByText('You have no keys.').waitFor();
  expect((await call(url, 'GET', '/balance/me', undefined, secret)).status).toBe(401);
});

it('says which address is none, on a narrow screen as well, and lets it be corrected', async () => {
  const trader = await screen().stack.trader();
  const page = await screen().open({
    as: trader,
    viewport: { width: 360, height: 740 },
    expects: [/400 \(Bad Request\).*\/auth\/keys$/],
  });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'API keys' }).click();
  const dialog = page.getByRole('dialog', { name: 'API keys' });
  await dialog.getByLabel('Name of the new key').fill('My bot');
  const addresses = dialog.getByLabel('Only from these addresses');
  await addresses.fill('10.0.0.1, nowhere');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await dialog.getByRole('alert').getByText('nowhere must be an IPv4 or IPv6 address').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await addresses.fill('10.0.0.1');
  expect(await dialog.getByRole('alert').count()).toBe(0);
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await dialog.getByLabel('The secret of the new key').waitFor();
  expect(await overflow(page)).toBe(0);
  expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});
