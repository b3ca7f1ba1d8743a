import { connectDatabase, type Database } from '@fulcrum/db';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePdf, samplePng } from '../../packages/identity/src/testing/sample-documents.ts';
import type { AppProcess } from '../support/app-process.ts';
import { staffMember } from '../support/desk/staff.ts';
import { ANSWERS } from '../support/identity/identity-client.ts';
import type { Trader } from '../support/trader.ts';
import { seriousFindings } from './support/accessibility.ts';
import { screenshot } from './support/screenshot.ts';
import { userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** Somebody shows who they are, as they do it at the screen, so that their money is paid out. */

const screen = useSharedScreen();

let db: Database;
let strict: AppProcess;
let url: string;
let compliance: Trader;

beforeAll(async () => {
  const { stack } = screen();
  const added = await stack.addApi({ IDENTITY_NEEDED_FOR: 'withdrawals' });
  [strict, url] = [added.api, added.url];
  await strict.start();
  db = connectDatabase(stack.devstack.postgres.url, 1);
  compliance = await staffMember(stack, db, 'compliance');
});

afterAll(async () => {
  await db?.$disconnect();
  await strict?.stop();
});

const REFUSALS = [/(403 \(Forbidden\)).*\/wallet\/withdrawals$/, /(400|422|409|415) .*\/account\/identity\//];

async function openPage(page: Page, email: string, title: string) {
  await userMenu(page, email).click();
  await page.getByRole('menuitem', { name: title }).click();
  return page.getByRole('dialog', { name: title });
}

const front = (name: string, buffer: Buffer, mimeType = 'image/png') => ({ name, mimeType, buffer });

/** Chooses a file for one kind of document. */
async function choose(page: Page, title: string, file: ReturnType<typeof front>) {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: `Choose a file: ${title}` }).click();
  await (await choosing).setFiles(file);
}

const FRONT = 'Passport or identity card: front';
const PROOF = 'Proof of address';

async function decide({ userId }: Trader, decision: object) {
  const { version } = (await compliance.get(`/desk/identity/${userId}`)).body;
  const { status } = await compliance.post(`/desk/identity/${userId}/decision`, { version, ...decision });
  expect(status).toBe(200);
}

/** Asks again, as the page does by itself after some seconds. */
async function reopened(page: Page, email: string) {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return openPage(page, email, 'Identity');
}

it('is led from a withdrawal to the check, sends it, is refused, sends it again, is approved, and withdraws', async () => {
  const trader = await screen().stack.trader();
  const { email } = trader;
  const page = await screen().open({ at: url, as: trader, expects: REFUSALS, viewport: { width: 1280, height: 900 } });
  const wallet = await openPage(page, email, 'Wallet');
  await wallet.getByRole('button', { name: 'Withdraw' }).click();
  await wallet.getByLabel('Amount in USDC').fill('100');
  await wallet.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await wallet.getByRole('alert').getByText('This needs an approved identity').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await wallet.getByRole('button', { name: 'Show who you are' }).click();

  const identity = page.getByRole('dialog', { name: 'Identity' });
  await identity.getByText('Until it is approved you cannot ask for withdrawals.').waitFor();
  const send = identity.getByRole('button', { name: 'Send it to be checked' });
  expect(await send.isDisabled()).toBe(true);
  await screenshot(page, 'identity-dark');
  await choose(page, FRONT, front('passport.png', samplePdf()));
  await identity.getByText('The file is not of the type that it is sent as.').waitFor();
  await choose(page, FRONT, front('<b>passport.png', samplePng()));
  await identity.getByRole('link', { name: '_b_passport.png' }).waitFor();
  await choose(page, PROOF, front('bill.pdf', samplePdf(), 'application/pdf'));
  await identity.getByRole('link', { name: 'bill.pdf' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await identity.getByLabel('Full name').fill('Ada Lovelace');
  await identity.getByLabel('Date of birth').fill('2020-01-01');
  await identity.getByLabel('Address', { exact: true }).fill('Rua do Ouro 1, Lisboa');
  await identity.getByLabel('Nationality').selectOption('Portugal');
  await identity.getByLabel('Where you pay taxes').selectOption('Portugal');
  for (const id of Object.keys(ANSWERS)) await identity.locator(`[name="identity-${id}"]`).first().check();
  await send.click();
  await identity.getByText('It must be a date, of at least 18 years ago.').waitFor();
  await identity.getByLabel('Date of birth').fill('1990-12-10');
  await send.click();
  await identity.getByText('may not be appropriate for you').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await send.isDisabled()).toBe(true);
  await identity.getByLabel('I have read this, and want to go on').check();
  await send.click();
  await identity.getByText('It waits for somebody to look at it.').waitFor();
  expect(await identity.getByRole('button', { name: 'Delete' }).count()).toBe(0);

  await decide(trader, { decision: 'refuse', reason: 'The photo <script>alert(1)</script> is dark.' });
  const refused = await reopened(page, email);
  await refused.getByText('The photo <script>alert(1)</script> is dark.').waitFor();
  expect(await refused.getByLabel('Full name').inputValue()).toBe('Ada Lovelace');
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'identity-refused');
  await refused.getByRole('button', { name: 'Delete bill.pdf' }).click();
  await refused.getByRole('link', { name: 'bill.pdf' }).waitFor({ state: 'detached' });
  await choose(page, PROOF, front('letter.pdf', samplePdf(), 'application/pdf'));
  await refused.getByRole('link', { name: 'letter.pdf' }).waitFor();
  for (const [id, choice] of Object.entries(ANSWERS)) {
    const choices = refused.locator(`[name="identity-${id}"]`);
    await choices.nth(CHOSEN[choice] ?? 0).check();
  }
  await refused.getByRole('button', { name: 'Send it to be checked' }).click();
  await refused.getByText('It waits for somebody to look at it.').waitFor();

  await decide(trader, { decision: 'approve' });
  const approved = await reopened(page, email);
  await approved.getByText('It is good until').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const again = await openPage(page, email, 'Wallet');
  await again.getByRole('button', { name: 'Withdraw' }).click();
  await again.getByLabel('Amount in USDC').fill('100');
  await again.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await again.getByText('100.000000 USDC are on hold').waitFor();
});

/** Which of its choices each answer is, where that is not the first. */
const CHOSEN: Readonly<Record<string, number>> = {
  over_3: 3,
  from_11_to_50: 2,
  by_myself: 1,
  fifty: 1,
  closed: 1,
  next_price: 1,
  from_50k_to_100k: 2,
  from_50k_to_250k: 2,
  noticeable: 1,
};

it('draws a photo anew that has something behind its end, and takes files that are dropped', async () => {
  const trader = await screen().stack.trader();
  const page = await screen().open({ at: url, as: trader, expects: REFUSALS });
  const identity = await openPage(page, trader.email, 'Identity');
  const slot = identity.getByRole('region', { name: FRONT });
  await slot.waitFor();
  const photo = [...Buffer.concat([samplePng(), Buffer.from('a film')])];
  const files = await page.evaluateHandle((bytes) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([Uint8Array.from(bytes)], 'photo.png', { type: 'image/png' }));
    return dropped;
  }, photo);
  await slot.dispatchEvent('drop', { dataTransfer: files });
  await slot.getByRole('link', { name: 'photo.jpg' }).waitFor();
  const [document] = await db.identityDocument.findMany({ where: { userId: trader.userId } });
  expect(document).toMatchObject({ kind: 'identity_front', mediaType: 'image/jpeg' });
});

it('fits a narrow screen, in light as well', async () => {
  const trader = await screen().stack.trader();
  const viewport = { width: 390, height: 844 };
  const page = await screen().open({ at: url, as: trader, theme: 'light', viewport });
  const identity = await openPage(page, trader.email, 'Identity');
  await identity.getByLabel('Full name').waitFor();
  const wide = await identity.evaluate((dialog) => {
    const { right } = dialog.getBoundingClientRect();
    return [...dialog.querySelectorAll('*')]
      .filter((part) => part.getBoundingClientRect().right > right)
      .map((part) => part.outerHTML.slice(0, 200));
  });
  expect(wide).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, 'identity-narrow');
  await identity.getByText('What you know, and can bear').scrollIntoViewIfNeeded();
  await screenshot(page, 'identity-questions');
});

it('gives users their data, and takes it when they want it erased', async () => {
  const trader = await screen().stack.trader();
  const page = await screen().open({ as: trader });
  const profile = await openPage(page, trader.email, 'Profile');
  const downloading = page.waitForEvent('download');
  await profile.getByRole('link', { name: 'Download all that is stored about you' }).click();
  expect((await downloading).suggestedFilename()).toBe('fulcrum-export.json');
  await profile.getByText('Have your personal data erased').click();
  const ask = profile.getByRole('button', { name: 'Ask for the erasure' });
  expect(await ask.isDisabled()).toBe(true);
  await profile.getByLabel('I know that this cannot be undone').check();
  await ask.click();
  await profile.getByText('You asked for the erasure of your data').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await profile.getByRole('button', { name: 'Take it back' }).click();
  await profile.getByText('Have your personal data erased').waitFor();
});
