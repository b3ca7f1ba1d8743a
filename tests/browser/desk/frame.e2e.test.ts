import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveRole, staffMember } from '../../support/desk/staff.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { overflow } from '../support/page-figures.ts';
import { screenshot } from '../support/screenshot.ts';
import { useSharedScreen } from '../support/use-screen.ts';

/** The desk's page: who gets in, what others see, and where its navigation leads. */

const screen = useSharedScreen();

let db: Database;

beforeAll(() => {
  db = connectDatabase(screen().stack.devstack.postgres.url, 1);
});

afterAll(() => db?.$disconnect());

const hire = (role: Role) => staffMember(screen().stack, db, role);
const desk = (hash = '') => `${screen().url}/desk${hash}`;
const NARROW = { width: 390, height: 844 };
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 });

async function signInByLink(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByRole('button', { name: 'Open the link and sign in' }).click();
}

it.each(['dark', 'light'] as const)(
  'signs staff in, shows the screens of their role, and signs out (%s)',
  async (theme) => {
    const { email } = await hire('support');
    const page = await screen().open({ theme, at: desk() });
    await heading(page, 'Sign in to the desk').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, `desk-sign-in-${theme}`);
    await signInByLink(page, email);
    const navigation = page.getByRole('navigation', { name: 'Desk' });
    await navigation.getByRole('link', { name: 'Staff' }).click();
    await heading(page, 'Staff').waitFor();
    expect(page.url()).toBe(desk('#/staff'));
    await expect.poll(() => page.title()).toBe('Staff · Fulcrum desk');
    await page.getByRole('row').filter({ hasText: email }).getByText('support', { exact: true }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await screenshot(page, `desk-staff-${theme}`);
    // The session is a cookie that no script can read.
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to the desk').waitFor();
  },
);

it('is of no use to a client, and to who has just lost their role', async () => {
  const client = await screen().stack.trader();
  const page = await screen().open({
    at: desk('#/staff'),
    as: client,
    expects: [/403 \(Forbidden\).*\/desk\/(me|staff)$/],
  });
  await page.getByText(`${client.email} does not work at the desk.`).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await giveRole(db, client.userId, 'dealer');
  await page.getByRole('button', { name: 'Look again' }).click();
  await heading(page, 'Staff').waitFor();
  await page.getByRole('banner').getByText('dealer').waitFor();
  await giveRole(db, client.userId, undefined);
  // Whoever comes back to the window is asked about.
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await heading(page, 'You have no role here').waitFor();
});

it('asks for a second factor where staff need one, lets it be set up there, and takes its code', async () => {
  const { api, url } = await screen().stack.addApi({ STAFF_SECOND_FACTOR: 'on' });
  await api.start();
  try {
    const { email } = await hire('compliance');
    const page = await screen().open({ at: `${url}/desk`, expects: [/403 \(Forbidden\).*\/desk\/me$/] });
    await signInByLink(page, email);
    await heading(page, 'The desk needs a second factor').waitFor();
    await page.getByRole('button', { name: 'Set up a second factor' }).click();
    const secret = (await page.getByRole('code').textContent()) ?? '';
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Code').fill(generateSync({ secret }));
    await page.getByRole('button', { name: 'Turn it on' }).click();
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await expect.poll(() => codes.count()).toBe(10);
    const [recoveryCode = ''] = await codes.allTextContents();
    await page.getByRole('button', { name: 'Go on to the desk' }).click();
    await page.getByRole('navigation', { name: 'Desk' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to the desk').waitFor();
    await signInByLink(page, email);
    await page.getByLabel('Code').fill(recoveryCode);
    await page.getByRole('button', { name: 'Sign in with the code' }).click();
    await page.getByRole('navigation', { name: 'Desk' }).waitFor();
  } finally {
    await api.stop();
  }
});

it('fits a narrow screen, says so where there is no such screen, and is used with the keyboard', async () => {
  const admin = await hire('admin');
  const page = await screen().open({ at: desk(`#/${randomUUID()}`), as: admin, viewport: NARROW });
  await page.getByText('There is no such screen').waitFor();
  expect(await overflow(page)).toBe(0);
  await page.keyboard.press('Tab');
  await page.locator(':focus').getByText('Skip to the content').waitFor();
  const link = page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Staff' });
  await link.focus();
  await page.keyboard.press('Enter');
  await heading(page, 'Staff').waitFor();
  // The keyboard goes on where the link has led.
  await page.locator('main:focus').waitFor();
  await page.getByRole('row').filter({ hasText: admin.email }).waitFor();
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'desk-staff-narrow');
});
