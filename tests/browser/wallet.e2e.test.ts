import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** Somebody's money, as they see it at the screen. */

const screen = useSharedScreen();

it.each(['dark', 'light'] as const)('pays in, asks for a withdrawal and takes it back (%s)', async (theme) => {
  const trader = await screen().stack.trader();
  const page = await screen().open({
    theme,
    as: trader,
    expects: [/(400 \(Bad Request\)|422 \(Unprocessable Entity\)).*\/wallet\/withdrawals$/],
  });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Wallet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wallet' });
  const amount = dialog.getByLabel('Amount in USDC');
  await amount.fill('25.50');
  await dialog.getByRole('button', { name: 'Deposit' }).last().click();
  await dialog.getByText('25.500000 USDC are in your balance.').waitFor();
  const rows = dialog.getByRole('table', { name: 'Transactions' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(3);
  expect(await rows.nth(1).innerText()).toMatch(/Deposit\s+\+25\.50\s+10,025\.50/);

  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await amount.fill('20000');
  await dialog.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await dialog.getByRole('alert').getByText('more than can be withdrawn').waitFor();
  await amount.fill('x');
  await dialog.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await dialog.getByRole('alert').getByText('must be a decimal number').waitFor();
  await amount.fill('100');
  await dialog.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await dialog.getByText('100.000000 USDC are on hold, and wait to be paid out.').waitFor();
  const item = dialog.getByRole('list', { name: 'Withdrawals' }).getByRole('listitem');
  await item.getByText('waits to be paid out').waitFor();
  expect(await trader.balance()).toBe('9925.500000');
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, `wallet-${theme}`);

  await item.getByRole('button', { name: 'Take back 100.000000 USDC' }).click();
  await item.getByText('back in your balance').waitFor();
  await dialog.getByText('are on hold').waitFor({ state: 'detached' });
  expect(await item.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await trader.balance()).toBe('10025.500000');
});

it('filters the transactions, downloads them, and opens the statement of a month', async () => {
  const trader = await screen().stack.trader();
  await trader.post('/wallet/deposits', { amount: '12.5', transferId: crypto.randomUUID() });
  const page = await screen().open({ as: trader });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Wallet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wallet' });
  const rows = dialog.getByRole('table', { name: 'Transactions' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(3);
  const month = new Date().toISOString().slice(0, 7);
  await dialog.getByLabel('Month').selectOption(month);
  await dialog.getByLabel('Show').selectOption('Closed trade');
  await dialog.getByText('Nothing like this has changed your cash.').waitFor();
  await dialog.getByLabel('Show').selectOption('Deposit');
  await expect.poll(() => rows.count()).toBe(3);
  expect(await seriousFindings(page)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('transactions.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines).toEqual([
    expect.stringMatching(/^id,time,kind,amount,cash/),
    expect.stringContaining(',deposit,12.500000,10012.500000,'),
    expect.stringContaining(',deposit,10000.000000,10000.000000,'),
  ]);

  const [statement] = await Promise.all([
    page.context().waitForEvent('page'),
    dialog.getByRole('link', { name: `Statement of ${month}` }).click(),
  ]);
  await statement.getByRole('heading', { name: `Statement of ${month}` }).waitFor();
  expect(await statement.getByText(trader.email).count()).toBe(1);
  const summary = statement.getByRole('table', { name: 'Summary' });
  expect(await summary.innerText()).toMatch(
    /Opening balance\s+0\.00\s+Deposit \(2\)\s+10,012\.50\s+Closing balance\s+10,012\.50/,
  );
  expect(await statement.getByRole('table', { name: 'All entries' }).getByRole('row').count()).toBe(4);
  // No program runs in this page: axe, which would be one, is not let in either.
  await screenshot(statement, 'statement');
  await statement.emulateMedia({ media: 'print' });
  expect(await statement.getByText('Your browser prints this page').isVisible()).toBe(false);
  await statement.setViewportSize({ width: 360, height: 740 });
  expect(await overflow(statement)).toBeLessThanOrEqual(0);
  await statement.close();
});

it('starts over after a second press, or says which position stands in the way', async () => {
  const trader = await screen().stack.trader();
  await trader.open();
  const page = await screen().open({ as: trader, expects: [/422 \(Unprocessable Entity\).*\/wallet\/reset$/] });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Wallet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wallet' });
  await screen().stack.addInstrument('BTC_USDC', 3_600_000, { mode: 'closed' });
  await dialog.getByRole('button', { name: 'Start over' }).click();
  const question = page.getByRole('alertdialog', { name: 'Start over?' });
  const confirm = question.getByRole('button', { name: 'Close all and start over' });
  await confirm.click();
  await question.getByRole('alert').getByText('BTC_USDC:').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await trader.openOrders()).toHaveLength(1);
  await screen().stack.addInstrument('BTC_USDC');
  await confirm.click();
  await dialog.getByText('You have started over.').waitFor();
  expect(await trader.openOrders()).toEqual([]);
  expect(await trader.balance()).toBe('10000.000000');
  await dialog.getByRole('table', { name: 'Transactions' }).getByText('Adjustment').waitFor();
});

it('fits a narrow screen', async () => {
  const trader = await screen().stack.trader();
  const page = await screen().open({ as: trader, viewport: { width: 360, height: 740 } });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Wallet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wallet' });
  await dialog.getByRole('table', { name: 'Transactions' }).waitFor();
  // No column lies over another.
  const cells = dialog.getByRole('table', { name: 'Transactions' }).getByRole('row').nth(1).getByRole('cell');
  const boxes = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().toJSON()));
  expect(boxes).toHaveLength(4);
  for (const [index, box] of boxes.slice(1).entries()) expect(box.left).toBeGreaterThanOrEqual(boxes[index].right - 1);
  const place = dialog.getByRole('region', { name: 'Transactions' });
  expect(await place.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await screenshot(page, 'wallet-narrow');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
});
