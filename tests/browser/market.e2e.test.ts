import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useScreen } from './support/use-screen.ts';

/** What a visitor sees of the market, and that no price looks live that is not. */

const screen = useScreen();

const stats = (page: Page, asset: string) => page.getByLabel(`${asset} market`);
const row = (page: Page, asset: RegExp) =>
  page.getByRole('navigation', { name: 'Instruments' }).getByRole('button', { name: asset });
const badge = (place: Locator, text: string) => place.getByText(text, { exact: true });

/** Waits until a figure of the market has a value. */
const figure = (place: Locator, name: string, value: string) =>
  place
    .locator('div')
    .filter({ hasText: new RegExp(`^${name}${value}$`) })
    .waitFor();

it('shows the instruments with their prices, where those come from, and each change of them', async () => {
  const { market } = screen();
  await market.quote({ bid: '61800.20', ask: '61800.30' });
  const page = await screen().open();
  const [btc, listed] = [stats(page, 'BTC_USDC'), row(page, /BTC/)];
  await figure(btc, 'Bid', '61,800.20');
  await figure(btc, 'Ask', '61,800.30');
  await figure(btc, 'Spread', '0.10');
  await badge(btc, 'Replayed').waitFor();
  await listed.getByText('61,800.20').waitFor();
  await listed.getByText('61,800.30').waitFor();

  await market.quote({ bid: '61805.00', ask: '61806.00' });
  await figure(btc, 'Bid', '61,805.00');
  await figure(btc, 'Ask', '61,806.00');
  await figure(btc, 'Spread', '1.00');
  await listed.getByText('61,805.00').waitFor();
  await listed.getByText('61,806.00').waitFor();
  expect(await listed.getByText('61,800').count()).toBe(0);
});

it('shows one chart, that of the instrument that was chosen last, with its orders alone', async () => {
  const { market, stack } = screen();
  for (const asset of ['ETH_USDC', 'SOL_USDC']) {
    await stack.addInstrument(asset);
    await market.quote({ asset, bid: '2600.00', ask: '2600.50', source: 'simulated' });
  }
  const trader = await stack.trader();
  await trader.open({ stopLoss: '61000' });
  const page = await screen().open({ as: trader });
  const [chart, handle] = [page.getByLabel('Chart', { exact: true }), page.getByTitle(/^Drag to change the stop-loss/)];
  await handle.waitFor();
  const canvases = await chart.locator('canvas').count();
  for (const asset of [/ETH/, /SOL/, /ETH/]) {
    await row(page, asset).click();
    await stats(page, `${asset.source}_USDC`).waitFor();
    await expect.poll(() => chart.locator('canvas').count()).toBe(canvases);
    expect([await chart.count(), await handle.count()]).toEqual([1, 0]);
    expect(await page.getByRole('region', { name: 'Order ticket' }).count()).toBe(1);
  }
  await row(page, /BTC/).click();
  await handle.waitFor();
  for (const asset of ['ETH_USDC', 'SOL_USDC']) await market.silence(asset);
});

it('calls a price stale as soon as nobody may trade at it, and live again with the next one', async () => {
  const { market, stack } = screen();
  await stack.addInstrument('ETH_USDC', 2_500);
  await market.quote({ asset: 'ETH_USDC', bid: '2600.00', ask: '2600.50', source: 'simulated' });
  const page = await screen().open();
  await row(page, /ETH/).click();
  const eth = stats(page, 'ETH_USDC');
  await badge(eth, 'Simulated').waitFor();

  await market.silence('ETH_USDC');
  await badge(eth, 'Stale price').waitFor();
  // It is still the last price that there was.
  await figure(eth, 'Bid', '2,600.00');

  await market.quote({ asset: 'ETH_USDC', bid: '2601.00', ask: '2601.50', source: 'simulated' });
  await figure(eth, 'Bid', '2,601.00');
  await badge(eth, 'Simulated').waitFor();
  await market.silence('ETH_USDC');
});

it('knows after a sleep of the computer that a price is old, although the page’s own clock stood still', async () => {
  const { market, stack } = screen();
  await stack.addInstrument('SOL_USDC', 1_800_000);
  await market.quote({ asset: 'SOL_USDC', bid: '150.00', ask: '150.10', source: 'simulated' });
  const page = await screen().open();
  await row(page, /SOL/).click();
  const sol = stats(page, 'SOL_USDC');
  await badge(sol, 'Simulated').waitFor();
  await market.silence('SOL_USDC');
  // The server knows better, and does not answer yet.
  await page.route('**/market/quotes', () => {});
  await page.evaluate(() => {
    const wall = Date.now;
    Date.now = () => wall() + 3_600_000;
  });
  await badge(sol, 'Stale price').waitFor({ timeout: 5_000 });
});

it('asks for the server’s time at once when the clock was set ahead: prices are as live as before', async () => {
  const { market } = screen();
  await market.quote({ bid: '61800.20', ask: '61800.30' });
  const page = await screen().open();
  const btc = stats(page, 'BTC_USDC');
  // The next question after the first is due in a quarter of a minute.
  await Promise.all([page.waitForResponse('**/market/quotes'), page.reload()]);
  await badge(btc, 'Replayed').waitFor();
  await page.evaluate(() => {
    const wall = Date.now;
    Date.now = () => wall() + 600_000;
  });
  await page.waitForResponse('**/market/quotes', { timeout: 6_000 });
  await badge(btc, 'Replayed').waitFor({ timeout: 3_000 });
});

it('says that prices are not live when the feed is gone, and finds it again by itself', async () => {
  const { market, stack } = screen();
  const page = await screen().open({ expects: [/WebSocket connection to 'ws:.*' failed/] });
  const [btc, notices] = [stats(page, 'BTC_USDC'), page.getByRole('region', { name: 'Notifications' })];
  await badge(btc, 'Replayed').waitFor();

  await stack.feed.stop();
  await badge(btc, 'No live price').waitFor();
  await notices.getByText('Connection lost').waitFor();
  expect(await badge(btc, 'Replayed').count()).toBe(0);

  await market.quote({ bid: '61900.00', ask: '61900.10' });
  await stack.feed.start();
  await figure(btc, 'Bid', '61,900.00');
  await badge(btc, 'Replayed').waitFor();
  await notices.getByText('Connected again').waitFor();
  await notices.getByText('Connection lost').waitFor({ state: 'hidden' });
});

it('says that a price is held and that a market only closes, and why the ticket refuses', async () => {
  const { market, stack } = screen();
  // The market quotes it again and again, which would confirm it.
  await stack.addInstrument('ADA_USDC', 3_600_000, { maxJumpBps: 500, confirmJumpMs: 86_400_000 });
  const quote = { asset: 'ADA_USDC', source: 'simulated' };
  await market.quote({ ...quote, bid: '100.00', ask: '100.10' });
  const page = await screen().open();
  await row(page, /ADA/).click();
  const ada = stats(page, 'ADA_USDC');
  await badge(ada, 'Simulated').waitFor();
  await market.quote({ ...quote, bid: '1.00', ask: '100.10' });
  await badge(ada, 'Price held').waitFor();
  await page.getByRole('textbox', { name: 'Size' }).fill('1');
  await page
    .getByText(/has yet to be confirmed/)
    .first()
    .waitFor();
  await market.quote({ ...quote, bid: '100.00', ask: '100.10' });
  await badge(ada, 'Price held').waitFor({ state: 'detached' });

  await stack.addInstrument('ADA_USDC', 3_600_000, { mode: 'close_only' });
  await badge(ada, 'Close only').waitFor();
  await page
    .getByText(/can only be closed at the moment/)
    .first()
    .waitFor();
  await stack.addInstrument('ADA_USDC', 3_600_000, { mode: 'closed' });
  await badge(ada, 'Closed').waitFor();
  await stack.addInstrument('ADA_USDC');
  await badge(ada, 'Closed').waitFor({ state: 'detached' });
  await market.silence('ADA_USDC');
});
