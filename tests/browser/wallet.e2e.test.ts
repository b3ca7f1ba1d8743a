import { expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { userMenu } from './support/sign-in.ts';
import { useScreen } from './support/use-screen.ts';

/** Somebody's money, as they see it at the screen. */

const screen = useScreen();

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
  expect(await trader.balance()).toBe('10025.500000');
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
  await screenshot(page, 'wallet-narrow');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
});
