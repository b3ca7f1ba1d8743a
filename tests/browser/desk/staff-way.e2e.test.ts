import { connectDatabase, type Database } from '@fulcrum/db';
import type { Role } from '@fulcrum/desk';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staffMember } from '../../support/desk/staff.ts';
import { SUBMISSION, sendDocuments } from '../../support/identity/identity-client.ts';
import type { Trader } from '../../support/trader.ts';
import { seriousFindings } from '../support/accessibility.ts';
import { overflow } from '../support/page-figures.ts';
import { screenshot } from '../support/screenshot.ts';
import { useSharedScreen } from '../support/use-screen.ts';

/** A day of the staff: an identity, a big booking, an account and an instrument, and all of it in the audit log. */

const screen = useSharedScreen();

let db: Database;

beforeAll(() => {
  db = connectDatabase(screen().stack.devstack.postgres.url, 1);
});

afterAll(() => db?.$disconnect());

const hire = (role: Role) => staffMember(screen().stack, db, role);
const open = (as: Trader, hash: string, more: object = {}) =>
  screen().open({ at: `${screen().url}/desk${hash}`, as, ...more });

/** Fills in the reason, and sends the form of the dialog. */
async function send(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: button, exact: true }).click();
}

/** Somebody who sent who they are. */
async function applicant(): Promise<Trader> {
  const client = await screen().stack.trader();
  await sendDocuments(screen().url, client);
  expect((await client.post('/account/identity/submit', SUBMISSION)).status).toBe(200);
  return client;
}

async function approveIdentity(page: Page, client: Trader): Promise<void> {
  await page.getByRole('link', { name: client.email }).click();
  await page.getByRole('button', { name: 'Take into review' }).click();
  await page.getByText('in review', { exact: true }).first().waitFor();
  await page
    .getByRole('table', { name: 'Answers to version 1' })
    .getByText('At the next price that there is')
    .waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download passport.png' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('passport.png');
  await download.delete();
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'desk-identity');
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('approved', { exact: true }).first().waitFor();
}

it('reviews an identity, books by two, restricts an account, closes a market to openings, and finds all of it again', async () => {
  const [support, dealer, compliance] = [await hire('support'), await hire('dealer'), await hire('compliance')];
  const asset = 'DESK_USDC';
  await screen().stack.addInstrument(asset);
  await screen().stack.tick('10.00', '10.02', asset);
  const client = await applicant();

  const oversight = await open(compliance, '#/identity');
  await approveIdentity(oversight, client);
  expect((await client.get('/account/identity')).body.state).toBe('approved');

  // Support finds the client, and books more than one person may.
  const counter = await open(support, '#/clients');
  await counter.getByRole('searchbox', { name: 'Search clients' }).fill(client.email);
  await counter.getByRole('link', { name: client.email }).click();
  await counter.getByRole('button', { name: 'Book a deposit' }).click();
  const form = counter.getByRole('dialog');
  await form.getByText('Above 1,000.00 USDC this takes a second person').waitFor();
  await form.getByLabel('Amount in USDC').fill('2500');
  await form.getByLabel('Id of the payment').fill(`bank-${client.userId}`);
  await send(counter, 'Book the deposit', 'It is at the bank');
  await form.getByText('It waits for a second person: compliance or admin').waitFor();
  expect(await seriousFindings(counter)).toEqual([]);
  expect(await client.balance()).toBe('10000.000000');
  await form.getByRole('button', { name: 'Close' }).last().click();

  await oversight.goto(`${screen().url}/desk#/approvals`);
  const asked = oversight.getByRole('row').filter({ hasText: client.email });
  await asked.getByRole('link', { name: 'Book a deposit' }).click();
  await oversight.getByRole('button', { name: 'Say yes, and carry it out' }).click();
  await oversight.getByText('done', { exact: true }).waitFor();
  expect(await client.balance()).toBe('12500.000000');

  // One person takes rights, at once. Support does not give them back.
  await counter.getByRole('button', { name: 'Change rights' }).click();
  await send(counter, 'Restrict the account', 'They ask for a pause');
  await form.getByText('It is done.').waitFor();
  await form.getByRole('button', { name: 'Close' }).last().click();
  await counter.getByText('close only', { exact: true }).waitFor();
  expect((await client.open()).body.code).toBe('account_restricted');
  await counter.getByRole('button', { name: 'Change rights' }).click();
  expect(await form.getByLabel('Rights').getByRole('option').count()).toBe(1);
  await counter.keyboard.press('Escape');
  await screenshot(counter, 'desk-client');

  const book = await open(dealer, '#/risk');
  await book.getByRole('button', { name: 'Halt DESK/USDC' }).click();
  await send(book, 'Halt DESK/USDC', 'The feed looks wrong');
  await book.getByRole('dialog').getByText('It is done.').waitFor();
  await book.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await book.getByRole('row').filter({ hasText: 'DESK/USDC' }).getByText('close only').waitFor();
  expect(await seriousFindings(book)).toEqual([]);
  await screenshot(book, 'desk-risk');

  await oversight.goto(`${screen().url}/desk#/audit?subject=${client.userId}`);
  const rows = oversight.getByRole('table', { name: 'Rows of the audit log' }).getByRole('row');
  const told = async () => (await rows.getByRole('cell').allInnerTexts()).join('\n');
  for (const act of [
    'Begin to review an identity',
    'Read a document of an identity',
    'Decide about an identity',
    'Book a deposit: asked for',
    'Book a deposit: a second person said yes',
    'Book a deposit: carried out',
    'Restrict the account: done by one person',
  ])
    await expect.poll(told).toContain(act);
  await oversight.goto(`${screen().url}/desk#/audit?subject=${asset}`);
  await expect.poll(told).toContain('Halt an instrument: done by one person');
  await expect.poll(told).toContain('The feed looks wrong');
});

it('says that what is looked at was changed meanwhile, before anybody decides about it', async () => {
  const [one, two] = [await hire('compliance'), await hire('compliance')];
  const client = await applicant();
  const page = await open(one, `#/identity/${client.userId}`, {
    expects: [/409 \(Conflict\).*\/decision$/],
  });
  await page.getByRole('button', { name: 'Refuse' }).click();
  const { version } = (await two.get(`/desk/identity/${client.userId}`)).body;
  const decision = { version, decision: 'refuse', reason: 'The picture is blurred' };
  expect((await two.post(`/desk/identity/${client.userId}/decision`, decision)).status).toBe(200);
  await send(page, 'Refuse', 'Too dark');
  await page.getByRole('alert').getByText('It was changed, or decided, since you looked at it').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('This was changed, or decided, since you began to look').waitFor();
  expect(await page.getByRole('button', { name: 'Refuse' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show what it is now' }).click();
  await page.getByText('The picture is blurred').waitFor();
});

/** Of a client's page. */
const TABS = ['', 'orders', 'trades', 'ledger', 'transfers', 'refusals', 'notes', 'identity', 'sessions', 'actions'];

it.each([
  ['dark', (userId: string) => [...TABS, 'agreements'].map((tab) => `#/clients/${userId}/${tab}`)],
  [
    'light',
    () => ['#/clients', '#/money', '#/money/deposits', '#/identity', '#/instruments', '#/instruments/of/BTC_USDC'],
  ],
] as const)('offers nobody what is not theirs, and fits a narrow screen (%s)', async (theme, places) => {
  const support = await hire('support');
  const client = await screen().stack.trader();
  await client.open();
  const page = await open(support, '#/staff', { theme, viewport: { width: 390, height: 844 } });
  for (const hash of places(client.userId)) {
    await page.goto(`${screen().url}/desk${hash}`);
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    await expect.poll(() => page.getByText('Loading …').count()).toBe(0);
    expect(await overflow(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.getByRole('button', { name: /^(Close|Cancel|Erase|Halt|Set a price)/ }).count()).toBe(0);
  }
});
