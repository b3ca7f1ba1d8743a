import { afterAll, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { overflow } from './support/page-figures.ts';
import { screenshot } from './support/screenshot.ts';
import { userMenu } from './support/sign-in.ts';
import { useSharedScreen } from './support/use-screen.ts';

/** What somebody may have open, as they see and change it at the screen. */

const screen = useSharedScreen();

// The group's limit would hold for the users of other files as well.
afterAll(() => screen().stack.append('set-group', { group: 'default' }));

const BUY = { quantity: '0.001', leverage: 10 };
const QUOTE = { bid: '61800.20', ask: '61800.30' };

it.each(['dark', 'light'] as const)('shows the limits, sets own ones, and pauses (%s)', async (theme) => {
  const trader = await screen().stack.trader();
  await screen().stack.append('set-group', { group: 'default', maxNotional: '100000' });
  await screen().market.quote(QUOTE);
  expect((await trader.open(BUY)).status).toBe(201);
  const page = await screen().open({
    theme,
    as: trader,
    expects: [/(400 \(Bad Request\)|422 \(Unprocessable Entity\)).*\/(account\/limits|trade\/create-order)$/],
  });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Limits' }).click();
  const dialog = page.getByRole('dialog', { name: 'Limits' });
  const rows = dialog.getByRole('table', { name: 'Limits' }).getByRole('row');
  await expect.poll(() => rows.allInnerTexts()).toHaveLength(4);
  expect(await rows.nth(1).innerText()).toMatch(/Open positions\s+1\s+1,000/);
  expect(await rows.nth(2).innerText()).toMatch(/Open in BTC\/USDC\s+61\.80\s+100,000\.00/);
  expect(await rows.nth(3).innerText()).toMatch(/Open in all\s+61\.80\s+no limit/);

  await dialog.getByLabel('USDC open in one asset, at most').fill('100000.5');
  await dialog.getByRole('button', { name: 'Set my limits' }).click();
  await dialog.getByRole('alert').getByText('must be at most 100000.000000').waitFor();
  await dialog.getByLabel('USDC open in one asset, at most').fill('');
  await dialog.getByLabel('Open positions, at most').fill('two');
  await dialog.getByRole('button', { name: 'Set my limits' }).click();
  await dialog.getByRole('alert').getByText('It must be a whole number from 1 to 1000.').waitFor();
  await dialog.getByLabel('Open positions, at most').fill('1');
  await dialog.getByRole('button', { name: 'Set my limits' }).click();
  await dialog.getByText('Your limits are set.').waitFor();
  await expect.poll(() => rows.nth(1).innerText()).toMatch(/Open positions\s+1\s+1$/);
  expect(await seriousFindings(page)).toEqual([]);
  await screenshot(page, `limits-${theme}`);
  await dialog.getByRole('button', { name: 'Close' }).click();

  const ticket = page.getByRole('region', { name: 'Order ticket' });
  const send = ticket.getByRole('button', { name: /^Buy .* at / });
  await ticket.getByLabel('Size is given as').selectOption('quantity');
  await ticket.getByRole('textbox', { name: 'Size' }).fill('0.001');
  await screen().market.quote(QUOTE);
  await send.click();
  await ticket.getByRole('alert').getByText('more than the limits of your account allow').waitFor();

  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Limits' }).click();
  await dialog.getByRole('button', { name: 'A week' }).click();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  const question = page.getByRole('alertdialog', { name: /^Open nothing until/ });
  await question.getByText('Nobody can lift it before then').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await question.getByRole('button', { name: 'Do not pause' }).click();
  expect((await trader.get('/account/limits')).body.pausedUntil).toBeNull();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await question.getByRole('button', { name: 'Pause until then' }).click();
  await dialog.getByText('You are paused until').waitFor();
  expect((await trader.get('/account/limits')).body.pausedUntil).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await ticket.getByText('You have paused until').waitFor();
  expect(await send.getAttribute('aria-disabled')).toBe('true');
});

it('fits a narrow screen, and shows a restriction from the first moment', async () => {
  const trader = await screen().stack.trader();
  await screen().stack.append('set-account', { requestId: 's', userId: trader.userId, rights: 'close_only' });
  const page = await screen().open({ as: trader, viewport: { width: 360, height: 740 } });
  await userMenu(page, trader.email).click();
  await page.getByRole('menuitem', { name: 'Limits' }).click();
  await page.getByRole('dialog', { name: 'Limits' }).getByRole('table', { name: 'Limits' }).waitFor();
  await screenshot(page, 'limits-narrow');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByText('Positions of your account can only be closed').waitFor();
});
