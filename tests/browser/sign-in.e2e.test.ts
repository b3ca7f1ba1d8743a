import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { PathProxy } from '../support/path-proxy.ts';
import { seriousFindings } from './support/accessibility.ts';
import { screenshot } from './support/screenshot.ts';
import { signIn, signOut, userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** Who is signed in, as somebody at the screen sees it. */

const screen = useSharedScreen();

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

it('tells every tab who is signed in, keeps what was typed, and says when a session ends', async () => {
  const email = newEmail();
  const page = await screen().open({ expects: [/status of 401/] });
  const size = page.getByRole('textbox', { name: 'Size' });
  await size.fill('123.45');
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('E-mail address').fill(email);
  const [answer] = await Promise.all([
    page.waitForResponse('**/auth/signup'),
    dialog.getByRole('button', { name: 'Send me a link' }).click(),
  ]);
  const { devLink } = (await answer.json()) as { devLink: string };

  // The link of the mail opens in another tab, and the first one goes on where it was.
  const other = await page.context().newPage();
  await other.goto(devLink);
  expect(await seriousFindings(other)).toEqual([]);
  await screenshot(other, 'link');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await userMenu(other, email).waitFor();
  await userMenu(page, email).waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(await size.inputValue()).toBe('123.45');

  // Who signs out wants it, and is told nothing; the other tab is told, and has lost nothing that was typed.
  await signOut(other, email);
  await other.getByRole('banner').getByText('Sign in').waitFor();
  await page.getByRole('banner').getByText('Sign in').waitFor();
  const notice = (of: typeof page) =>
    of.getByRole('region', { name: 'Notifications' }).getByText('You are signed out', { exact: true });
  await notice(page).waitFor();
  expect(await notice(other).count()).toBe(0);
  expect(await size.inputValue()).toBe('123.45');
  // A link that is used up says so on a page of the product's, from which one gets to the screen.
  const used = await other.goto(devLink);
  expect(used?.status()).toBe(401);
  await other.getByRole('heading', { name: 'This link does not sign in' }).waitFor();
  expect(await seriousFindings(other)).toEqual([]);
  await screenshot(other, 'link-used');
  await other.getByRole('link', { name: 'Go to the trading screen' }).click();
  await other.getByRole('banner').getByText('Sign in').waitFor();
  await other.close();

  // What one user has typed is nothing for the next.
  await signIn(page, email);
  expect(await size.inputValue()).toBe('123.45');
  await notice(page).waitFor({ state: 'detached' });
  await signOut(page, email);
  await signIn(page, newEmail());
  expect(await size.inputValue()).toBe('');
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

it('works below a path of a host that others share', async () => {
  const { stack } = screen();
  const proxy = await PathProxy.start(true);
  const PUBLIC_URL = `http://127.0.0.1:${proxy.port}/fulcrum`;
  const settings = { PUBLIC_URL, PUBLIC_WS_URL: `ws://127.0.0.1:${proxy.port}/fulcrum/ws` };
  const { feed, port } = await stack.addFeed(settings);
  const { api, url } = await stack.addApi(settings);
  await Promise.all([feed.start(), api.start()]);
  proxy.lead({ prefix: '/fulcrum/ws', port }, { prefix: '/fulcrum', port: Number(new URL(url).port) });
  const email = newEmail();
  const page = await screen().open({ at: PUBLIC_URL });
  await signIn(page, email);
  // The account comes over the WebSocket.
  await page.getByLabel('Account').getByText('10,000.00').first().waitFor();
  expect(page.url()).toContain(PUBLIC_URL);
  await userMenu(page, email).click();
  const description = page.getByRole('menuitem', { name: 'API documentation' });
  expect(await description.getAttribute('href')).toBe('/fulcrum/docs/');
  await page.context().close();
  await proxy.stop();
  await Promise.all([feed.stop(), api.stop()]);
});
